import type { UsageRecord } from '../../usage/record.ts';
import type { Place } from '../ledger-store.ts';
import type { AgreedNames } from './group-reports.ts';
import { revised, revisionOf } from './join.ts';
import { claim, replace, type Steps } from './store-calls.ts';

export type IsFrozen = (record: UsageRecord) => boolean;

/** Where the record of a call is, or will be. */
export type Tied =
  /** To be claimed under this name. */
  | {
      readonly kind: 'named';
      readonly name: string;
      /** What was under the other name before it was merged into the record under this one. */
      readonly redirect?: UsageRecord;
      /** The names are not tied: the other one, or the record under it, stands for this already. */
      readonly tiedTo?: string;
      /** A record that was tied to the name all the same: a revision, of which a copy must be written. */
      readonly touched?: UsageRecord;
    }
  /** Under the other name: a report that knew only that one came first. */
  | { readonly kind: 'found'; readonly record: UsageRecord }
  /** Under both: two reports that knew one name each were counted as two calls. */
  | { readonly kind: 'both'; readonly record: UsageRecord; readonly other: UsageRecord }
  | { readonly kind: 'erased'; readonly touched?: UsageRecord };

/** Each time a compare-and-swap fails, another one has succeeded. */
export const MAX_TRIES = 16;

/**
 * Ties the two names of a call together, so that a report under either of them meets the same record. It is done
 * before the record is claimed: afterwards, a report under the other name could already have been counted as another call.
 */
export function* tieNames(
  accessKeyId: string,
  { name, otherName }: AgreedNames,
  occurredAtMs: number,
  isFrozen: IsFrozen,
): Steps<Tied> {
  if (otherName === undefined) return { kind: 'named', name };
  const alias = { accessKeyId, requestId: otherName, target: name, occurredAtMs };
  let place = yield* claim(alias);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (!place) return { kind: 'named', name };
    if (place.kind === 'erased') return place;
    if (place.kind === 'alias') return named(name, place.target);
    const { record } = place;
    if (record.mergedInto === name) return { kind: 'named', name, redirect: record };
    if (record.mergedInto !== undefined) return named(name, record.mergedInto);
    if (record.otherName === name) return yield* tieBack(record, name);
    if (record.otherName !== undefined) return named(name, record.otherName);
    // Nothing of a frozen hour changes any more, so the record stays a call of its own.
    if (isFrozen(record)) return named(name, record.requestId);
    // Of several reports that tie this record to different requests, one wins.
    const tied = revised(record, { ...record, otherName: name });
    const outcome = yield* replace(tied, revisionOf(record));
    place = outcome.kind === 'replaced' ? recordAt(tied) : (outcome.place ?? (yield* claim(alias)));
  }
  throw new Error(`The names of a call were tied otherwise ${MAX_TRIES} times.`);
}

/** The record came first, under the message's name: the request's name becomes the alias. */
function* tieBack(record: UsageRecord, name: string): Steps<Tied> {
  const { accessKeyId, requestId, occurredAtMs } = record;
  const place = yield* claim({ accessKeyId, requestId: name, target: requestId, occurredAtMs });
  if (!place) return { kind: 'found', record };
  switch (place.kind) {
    case 'erased':
      return { kind: 'erased', touched: record };
    case 'alias': {
      const { target } = place;
      if (target === requestId) return { kind: 'found', record };
      return { kind: 'named', name: target, tiedTo: target, touched: record };
    }
    case 'record':
      return { kind: 'both', record: place.record, other: record };
  }
}

function named(name: string, tiedTo: string): Tied {
  return { kind: 'named', name, ...(tiedTo !== name && { tiedTo }) };
}

function recordAt(record: UsageRecord): Place {
  return { kind: 'record', record };
}
