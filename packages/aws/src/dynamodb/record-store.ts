import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import {
  type CallHolder,
  type Clock,
  mapConcurrently,
  type Place,
  type RecordKey,
  type RecordStore,
  type ReplaceOutcome,
  type Retention,
  sourceOf,
  type UsageRecord,
} from '@token-ledger/core';
import { wait as sleep, type Wait } from '../retry.ts';
import { RECORD_ATTRIBUTES, TOMBSTONE_ATTRIBUTE, TTL_ATTRIBUTE } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { createClaimRecords } from './claim-records.ts';
import { recordKey } from './key-schema.ts';
import { queryAll } from './query-all.ts';
import { encodeRecord } from './record-codec.ts';
import { placeOf, presentRecord, sameContent } from './record-items.ts';
import { isStill, tableItems } from './table-items.ts';
import { expiresAtSeconds } from './time-to-live.ts';

/** A name leads to a record by one alias and one merger at most; this bounds what damaged items could make of it. */
const MAX_HOPS = 4;
const CONCURRENT_READS = 8;

export interface DynamoRecordStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly recordsTable: string;
  /** The retention to follow now. */
  readonly retention: () => Retention;
  readonly clock?: Clock;
  readonly wait?: Wait;
}

export function createDynamoRecordStore({
  client,
  recordsTable,
  retention,
  clock = Date.now,
  wait = sleep,
}: DynamoRecordStoreOptions): RecordStore {
  const table = tableItems(client, recordsTable);
  const claim = createClaimRecords({ client, recordsTable, retention, wait });
  return { claim, replaceRecord, getRecord, findRecords, findAcrossKeys, scanRecords, eraseRecord };

  async function replaceRecord(next: UsageRecord, replacesRevision: number): Promise<ReplaceOutcome> {
    const { revision, model } = RECORD_ATTRIBUTES;
    // The first revision is not stored. Only records have a model: neither aliases nor tombstones do.
    const isFirst = {
      ConditionExpression: 'attribute_exists(#model) AND attribute_not_exists(#revision)',
      ExpressionAttributeNames: { '#model': model, '#revision': revision },
    };
    const condition = replacesRevision === 1 ? isFirst : isStill({ [revision]: replacesRevision });
    const expiry = { [TTL_ATTRIBUTE]: expiresAtSeconds(next.occurredAtMs, retention()) };
    if (await table.putIf(condition, { ...encodeRecord(next), ...expiry })) return { kind: 'replaced' };
    const item = await getItem(next);
    const place = item && placeOf(item);
    // Our own write, of which the answer got lost before the client tried again.
    if (place?.kind === 'record' && sameContent(place.record, next)) return { kind: 'replaced' };
    return { kind: 'changed', place };
  }

  async function getRecord(key: RecordKey): Promise<UsageRecord | undefined> {
    const item = await getItem(key);
    return item && presentRecord(item, clock());
  }

  async function findRecords(name: string): Promise<readonly UsageRecord[]> {
    const found = await findPlaces(name);
    return found.map(({ place }) => recordAt(place)).filter((record) => record !== undefined);
  }

  async function findAcrossKeys(name: string): Promise<readonly CallHolder[]> {
    const found = await findPlaces(name);
    return found.map(({ accessKeyId, place }) => {
      const record = recordAt(place);
      return { accessKeyId, ...(record && { source: sourceOf(record) }) };
    });
  }

  /** Where the name leads under each access key: records, and tombstones of such. */
  async function findPlaces(name: string): Promise<readonly KeyPlace[]> {
    const places: KeyPlace[] = [];
    for await (const item of queryAll(client, recordsTable, name, { consistent: false })) {
      if (isExpired(item)) continue;
      places.push({ accessKeyId: String(item[RECORD_ATTRIBUTES.accessKeyId]), place: placeOf(item) });
    }
    const found = await mapConcurrently(places, CONCURRENT_READS, follow);
    return found.filter((place) => place !== undefined);
  }

  /** The record, or the tombstone, that a place leads to, if there still is one. */
  async function follow({ accessKeyId, place: start }: KeyPlace): Promise<KeyPlace | undefined> {
    let place: Place | undefined = start;
    for (let hop = 0; hop < MAX_HOPS && place; hop += 1) {
      const next: string | undefined = place.kind === 'alias' ? place.target : recordAt(place)?.mergedInto;
      if (next === undefined) return { accessKeyId, place };
      const item = await getItem({ accessKeyId, requestId: next });
      place = item && !isExpired(item) ? placeOf(item) : undefined;
    }
    return undefined;
  }

  async function* scanRecords(): AsyncGenerator<readonly UsageRecord[]> {
    const pages = paginateScan({ client }, { TableName: recordsTable, ConsistentRead: true });
    for await (const { Items = [] } of pages)
      yield Items.map((item) => presentRecord(item, clock())).filter((record) => record !== undefined);
  }

  async function eraseRecord(key: RecordKey, userId: string): Promise<boolean> {
    const item = await getItem(key);
    if (!item || item[RECORD_ATTRIBUTES.userId] !== userId) return false;
    // The whole item is replaced, so that no attribute stays that this version of the code does not know.
    const expiry = { [TTL_ATTRIBUTE]: item[TTL_ATTRIBUTE] };
    const tombstone = { ...recordKey(key), [TOMBSTONE_ATTRIBUTE]: true, ...expiry };
    if (await table.putIf(isStill({ [RECORD_ATTRIBUTES.userId]: userId }), tombstone)) return true;
    // It was erased or expired meanwhile, perhaps by ourselves and the answer got lost: it was there, and is not.
    const left = await getItem(key);
    return !left || !presentRecord(left, clock());
  }

  function getItem(key: RecordKey): Promise<Item | undefined> {
    return table.get(recordKey(key));
  }

  function isExpired(item: Item): boolean {
    return Number(item[TTL_ATTRIBUTE]) * 1000 <= clock();
  }
}

interface KeyPlace {
  readonly accessKeyId: string;
  readonly place: Place;
}

function recordAt(place: Place): UsageRecord | undefined {
  return place.kind === 'record' ? place.record : undefined;
}
