import type { AccessKeyStore, UserStore } from '@token-ledger/core';
import { ACCESS_KEY_ATTRIBUTES, USER_ATTRIBUTES } from './attribute-names.ts';
import { attributeOf, readAttribute, readEntries } from './directory-items.ts';
import { ACCESS_KEY_LIST_PARTITION, USER_PARTITION } from './key-schema.ts';
import type { LedgerTable } from './table-items.ts';

type Names = Pick<AccessKeyStore, 'getAccessKeyNames' | 'getSharedAccessKeyNames'> &
  Pick<UserStore, 'getUserNames'>;

/** Reads only the names of access keys and users: for functions that display ids. */
export function createDynamoNames(table: LedgerTable): Names {
  const { name, ownerUserId } = ACCESS_KEY_ATTRIBUTES;
  return {
    getAccessKeyNames: (ids) => readAttribute(table, ACCESS_KEY_LIST_PARTITION, ids, name, 'string'),

    async getSharedAccessKeyNames(ids) {
      const entries = await readEntries(table, ACCESS_KEY_LIST_PARTITION, ids, [name, ownerUserId]);
      const shared = entries.filter((entry) => entry[ownerUserId] === undefined);
      return attributeOf(shared, name, 'string');
    },

    getUserNames: (ids) => readAttribute(table, USER_PARTITION, ids, USER_ATTRIBUTES.name, 'string'),
  };
}
