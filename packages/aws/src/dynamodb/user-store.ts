import type { User, UserStore } from '@token-ledger/core';
import { USER_ATTRIBUTES as A } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { listPage, markDisabled, putInPlace, putNew, writeTogether } from './directory-items.ts';
import { directoryKey, USER_PARTITION } from './key-schema.ts';
import { createDynamoNames } from './names.ts';
import { CorruptDataError } from './packed-rows.ts';
import { type LedgerTable, tableItems } from './table-items.ts';

export function createDynamoUserStore(table: LedgerTable): UserStore {
  const { client, ledgerTable } = table;
  return {
    async getUser(id) {
      const item = await tableItems(client, ledgerTable).get(directoryKey(USER_PARTITION, id));
      return item && decode(id, item);
    },

    createUser: (user) =>
      writeTogether(client, [putNew(ledgerTable, encode(user)), markDisabled(ledgerTable, 'user', user)]),

    replaceUser: (user) =>
      writeTogether(client, [
        putInPlace(ledgerTable, encode(user), A.revision, user.revision - 1),
        markDisabled(ledgerTable, 'user', user),
      ]),

    listUsers: (options) => listPage(table, USER_PARTITION, options, decode),

    getUserNames: createDynamoNames(table).getUserNames,
  };
}

function encode(user: User): Item {
  return {
    ...directoryKey(USER_PARTITION, user.id),
    [A.name]: user.name,
    [A.email]: user.email,
    [A.createdAtMs]: user.createdAtMs,
    [A.disabled]: user.disabled,
    [A.disabledAtMs]: user.disabledAtMs,
    [A.revision]: user.revision,
  };
}

function decode(id: string, item: Item): User {
  const { [A.name]: name, [A.email]: email, [A.createdAtMs]: createdAtMs } = item;
  const { [A.disabled]: disabled, [A.disabledAtMs]: disabledAtMs, [A.revision]: revision } = item;
  if (
    typeof name !== 'string' ||
    (email !== undefined && typeof email !== 'string') ||
    typeof createdAtMs !== 'number' ||
    typeof disabled !== 'boolean' ||
    (disabledAtMs !== undefined && typeof disabledAtMs !== 'number') ||
    typeof revision !== 'number'
  ) {
    throw new CorruptDataError('A user has attributes that are missing or of the wrong type.');
  }
  return {
    id,
    name,
    ...(email === undefined ? {} : { email }),
    createdAtMs,
    disabled,
    ...(disabledAtMs === undefined ? {} : { disabledAtMs }),
    revision,
  };
}
