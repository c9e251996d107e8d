import {
  type AccessKey,
  type AccessKeyDescription,
  AccessKeyExistsError,
  type AccessKeyStore,
  type HashedSecret,
  SCOPES,
} from '@token-ledger/core';
import { ACCESS_KEY_ATTRIBUTES as A, LAST_USE_ATTRIBUTES } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import {
  listPage,
  markDisabled,
  putInPlace,
  putNew,
  readAttribute,
  writeTogether,
} from './directory-items.ts';
import { ACCESS_KEY_LIST_PARTITION, accessKeyKey, directoryKey, LAST_USE_PARTITION } from './key-schema.ts';
import { createDynamoNames } from './names.ts';
import { CorruptDataError } from './packed-rows.ts';
import { IS_ABSENT, type LedgerTable, tableItems } from './table-items.ts';
import { putWaitingEvent } from './waiting-event-store.ts';

/**
 * A key is stored twice, always in one transaction: in a partition of its own with the hashes, which only the
 * authorizer and the administration can read, and in the list without them. Reads of keys are strongly consistent, so
 * they never miss a new key or a disabling.
 */
export function createDynamoAccessKeyStore(table: LedgerTable): AccessKeyStore {
  const { client, ledgerTable } = table;
  const items = tableItems(client, ledgerTable);
  const { getAccessKeyNames, getSharedAccessKeyNames } = createDynamoNames(table);
  return {
    getAccessKeyNames,
    getSharedAccessKeyNames,

    async getAccessKey(id) {
      const item = await items.get(accessKeyKey(id));
      return item && decode(id, item);
    },

    async createAccessKey(key, event) {
      const created = await writeTogether(client, [
        putNew(ledgerTable, { ...accessKeyKey(key.id), ...encode(key) }),
        { Put: { TableName: ledgerTable, Item: listItem(key) } },
        markDisabled(ledgerTable, 'access_key', key),
        ...(event ? [putWaitingEvent(ledgerTable, event)] : []),
      ]);
      if (!created) throw new AccessKeyExistsError(`The access key ${key.id} already exists.`);
    },

    async replaceAccessKey(key, event) {
      // Keys of the first versions have no revision, which counts as 0.
      const before = key.revision === 1 ? undefined : key.revision - 1;
      return writeTogether(client, [
        putInPlace(ledgerTable, { ...accessKeyKey(key.id), ...encode(key) }, A.revision, before),
        { Put: { TableName: ledgerTable, Item: listItem(key) } },
        markDisabled(ledgerTable, 'access_key', key),
        ...(event ? [putWaitingEvent(ledgerTable, event)] : []),
      ]);
    },

    listAccessKeys: (options) => listPage(table, ACCESS_KEY_LIST_PARTITION, options, decodeDescription),

    async touchLastUsed(id, hourStartMs) {
      const { hourStartMs: HOUR } = LAST_USE_ATTRIBUTES;
      const isEarlier = {
        ConditionExpression: `${IS_ABSENT.ConditionExpression} OR #hour < :hour`,
        ExpressionAttributeNames: { ...IS_ABSENT.ExpressionAttributeNames, '#hour': HOUR },
        ExpressionAttributeValues: { ':hour': hourStartMs },
      };
      await items.putIf(isEarlier, { ...directoryKey(LAST_USE_PARTITION, id), [HOUR]: hourStartMs });
    },

    getLastUses: (ids) =>
      readAttribute(table, LAST_USE_PARTITION, ids, LAST_USE_ATTRIBUTES.hourStartMs, 'number'),
  };
}

function listItem(key: AccessKey): Item {
  return { ...directoryKey(ACCESS_KEY_LIST_PARTITION, key.id), ...encodeDescription(key) };
}

function encodeDescription(key: AccessKeyDescription): Item {
  return {
    [A.name]: key.name,
    [A.ownerUserId]: key.ownerUserId,
    [A.scopes]: [...key.scopes],
    [A.createdAtMs]: key.createdAtMs,
    [A.disabled]: key.disabled,
    [A.disabledAtMs]: key.disabledAtMs,
    [A.rotatedAtMs]: key.rotatedAtMs,
  };
}

function encode({ previous, ...key }: AccessKey): Item {
  return {
    ...encodeDescription(key),
    ...encodeSecret(key),
    [A.previous]: previous && { ...encodeSecret(previous), [A.validUntilMs]: previous.validUntilMs },
    [A.revision]: key.revision,
  };
}

function encodeSecret({ salt, secretHash }: HashedSecret): Item {
  return { [A.salt]: salt, [A.secretHash]: secretHash };
}

function decodeDescription(id: string, item: Item): AccessKeyDescription {
  const { [A.name]: name, [A.ownerUserId]: ownerUserId, [A.scopes]: scopes } = item;
  const { [A.createdAtMs]: createdAtMs, [A.disabled]: disabled } = item;
  const { [A.disabledAtMs]: disabledAtMs, [A.rotatedAtMs]: rotatedAtMs } = item;
  if (
    typeof name !== 'string' ||
    !isOptional(ownerUserId, 'string') ||
    !Array.isArray(scopes) ||
    typeof createdAtMs !== 'number' ||
    typeof disabled !== 'boolean' ||
    !isOptional(disabledAtMs, 'number') ||
    !isOptional(rotatedAtMs, 'number')
  ) {
    throw corrupt(id);
  }
  return {
    id,
    name,
    ...(ownerUserId === undefined ? {} : { ownerUserId: ownerUserId as string }),
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    createdAtMs,
    disabled,
    ...(disabledAtMs === undefined ? {} : { disabledAtMs: disabledAtMs as number }),
    ...(rotatedAtMs === undefined ? {} : { rotatedAtMs: rotatedAtMs as number }),
  };
}

function decode(id: string, item: Item): AccessKey {
  const { [A.previous]: previous, [A.revision]: revision = 0 } = item;
  if (typeof revision !== 'number' || !isOptional(previous, 'object')) throw corrupt(id);
  return {
    ...decodeDescription(id, item),
    ...decodeSecret(id, item),
    ...(previous === undefined ? {} : { previous: decodePrevious(id, previous as Item) }),
    revision,
  };
}

function decodePrevious(id: string, item: Item): NonNullable<AccessKey['previous']> {
  const validUntilMs = item[A.validUntilMs];
  if (typeof validUntilMs !== 'number') throw corrupt(id);
  return { ...decodeSecret(id, item), validUntilMs };
}

function decodeSecret(id: string, { [A.salt]: salt, [A.secretHash]: secretHash }: Item): HashedSecret {
  if (typeof salt !== 'string' || typeof secretHash !== 'string') throw corrupt(id);
  return { salt, secretHash };
}

function isOptional(value: unknown, type: 'string' | 'number' | 'object'): boolean {
  // oxlint-disable-next-line valid-typeof
  return value === undefined || typeof value === type;
}

function corrupt(id: string): CorruptDataError {
  return new CorruptDataError(`Access key ${id} has attributes that are missing or of the wrong type.`);
}
