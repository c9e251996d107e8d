import { isDeepStrictEqual } from 'node:util';
import type { Place, UsageRecord } from '@token-ledger/core';
import { ALIAS_TARGET_ATTRIBUTE, TOMBSTONE_ATTRIBUTE, TTL_ATTRIBUTE } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { CorruptDataError } from './packed-rows.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';

/* What an item of the records table is: a record, what is left of an erased one, or an alias. */

/** @throws CorruptDataError */
export function placeOf(item: Item): Place {
  if (item[TOMBSTONE_ATTRIBUTE] === true) return { kind: 'erased' };
  const target = item[ALIAS_TARGET_ATTRIBUTE];
  if (target === undefined) return { kind: 'record', record: decodeRecord(item) };
  if (typeof target !== 'string') throw new CorruptDataError('A stored alias has no name as its target.');
  return { kind: 'alias', target };
}

/**
 * The record in an item; undefined for an alias or a tombstone. Records past their time to live are gone for the reader,
 * though DynamoDB may keep them for days.
 *
 * @throws CorruptDataError
 */
export function presentRecord(item: Item, nowMs: number): UsageRecord | undefined {
  if (Number(item[TTL_ATTRIBUTE]) * 1000 <= nowMs) return undefined;
  const place = placeOf(item);
  return place.kind === 'record' ? place.record : undefined;
}

/** Whether two records are the same to the last field. */
export function sameContent(a: UsageRecord, b: UsageRecord): boolean {
  return isDeepStrictEqual(encodeRecord(a), encodeRecord(b));
}
