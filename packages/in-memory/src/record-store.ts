import {
  type CallHolder,
  type ClaimOutcome,
  type Place,
  type RecordAlias,
  type RecordKey,
  type RecordStore,
  type ReplaceOutcome,
  sourceOf,
  stableJson,
  type UsageRecord,
} from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { type Maps, within } from './nested-maps.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

export interface InMemoryRecordStore extends RecordStore {
  /** The claim of a record disappears, as nothing but a fault can make it: for tests of what finds such faults. */
  loseRecord(key: RecordKey): void;
}

/** Raw records, which never expire. */
export function createInMemoryRecordStore({ step, pageSize }: InMemoryStoreOptions): InMemoryRecordStore {
  /** By name and access key. */
  const places: Maps<Map<string, Place>> = new Map();

  function placeOf({ accessKeyId, requestId }: RecordKey): Place | undefined {
    return places.get(requestId)?.get(accessKeyId);
  }

  function put({ accessKeyId, requestId }: RecordKey, place: Place): void {
    within(places, requestId).set(accessKeyId, frozenCopy(place));
  }

  /** Where the name leads: to a record, or to its tombstone. */
  function follow({ accessKeyId, requestId }: RecordKey): Place | undefined {
    const place = placeOf({ accessKeyId, requestId });
    const next = place?.kind === 'alias' ? place.target : recordAt(place)?.mergedInto;
    return next === undefined ? place : follow({ accessKeyId, requestId: next });
  }

  function insert(entry: UsageRecord | RecordAlias): ClaimOutcome {
    const place = placeOf(entry);
    if (place) return { kind: 'taken', place };
    put(
      entry,
      'target' in entry ? { kind: 'alias', target: entry.target } : { kind: 'record', record: entry },
    );
    return { kind: 'claimed' };
  }

  return {
    async claim(entries) {
      const outcomes: ClaimOutcome[] = [];
      for (const entry of entries) {
        try {
          outcomes.push(await step('claim', () => insert(entry)));
        } catch (error) {
          outcomes.push({ kind: 'failed', error });
        }
      }
      return outcomes;
    },

    replaceRecord: (next, replacesRevision) =>
      step('replaceRecord', (): ReplaceOutcome => {
        const place = placeOf(next);
        if (place?.kind !== 'record') return { kind: 'changed', place };
        const { revision = 1 } = place.record;
        if (revision !== replacesRevision && stableJson(place.record) !== stableJson(next))
          return { kind: 'changed', place };
        put(next, { kind: 'record', record: next });
        return { kind: 'replaced' };
      }),

    getRecord: (key) => step('getRecord', () => recordAt(placeOf(key))),

    findRecords: (name) =>
      step('findRecords', () =>
        [...within(places, name).keys()]
          .map((accessKeyId) => recordAt(follow({ accessKeyId, requestId: name })))
          .filter((record) => record !== undefined),
      ),

    findAcrossKeys: (name) =>
      step('findAcrossKeys', () =>
        [...within(places, name).keys()].flatMap((accessKeyId): readonly CallHolder[] => {
          const place = follow({ accessKeyId, requestId: name });
          const record = recordAt(place);
          return place ? [{ accessKeyId, ...(record && { source: sourceOf(record) }) }] : [];
        }),
      ),

    /** Pages as small as those of statistics, each read when it is asked for. */
    async *scanRecords() {
      const keys = await step('scanRecords', () =>
        [...places].flatMap(([requestId, ofName]) =>
          [...ofName.keys()].map((accessKeyId) => ({ accessKeyId, requestId })),
        ),
      );
      for (let start = 0; start < keys.length; start += pageSize) {
        yield await step('scanRecords', () =>
          keys
            .slice(start, start + pageSize)
            .map((key) => recordAt(placeOf(key)))
            .filter((record) => record !== undefined),
        );
      }
    },

    eraseRecord: (key, userId) =>
      step('eraseRecord', () => {
        if (recordAt(placeOf(key))?.userId !== userId) return false;
        put(key, { kind: 'erased' });
        return true;
      }),

    loseRecord({ accessKeyId, requestId }) {
      within(places, requestId).delete(accessKeyId);
    },
  };
}

function recordAt(place: Place | undefined): UsageRecord | undefined {
  return place?.kind === 'record' ? place.record : undefined;
}
