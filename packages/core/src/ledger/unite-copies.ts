import { SLICE_MS, sliceStart } from '../time/bucket.ts';
import { keyText } from '../usage/identity.ts';
import type { UsageRecord } from '../usage/record.ts';
import type { SegmentStore } from './ledger-store.ts';
import { revisionOf } from './write/join.ts';

/*
 * The union of the copies in segments, the only one there is: each record once, at its highest revision. The store gives
 * revised copies first, so only those are held; all others are passed on as they come, unless they were seen.
 */

/** Copies came in an order in which older revisions could be counted: better no answer than a wrong one. */
export class CopyOrderError extends Error {
  override name = 'CopyOrderError';
}

/** The records of one slice, those that were merged into others included, page by page. */
export async function* uniteCopies(
  store: Pick<SegmentStore, 'readSegments'>,
  sliceStartMs: number,
): AsyncGenerator<readonly UsageRecord[]> {
  const seen = new SeenKeys();
  let revised: Map<string, UsageRecord> | undefined = new Map();
  for await (const page of store.readSegments(sliceStartMs)) {
    let plain = page;
    if (revised) {
      const first = page.findIndex((copy) => revisionOf(copy) === 1);
      for (const copy of first < 0 ? page : page.slice(0, first)) keepHighest(revised, copy);
      if (first < 0) continue;
      const records = [...revised.values()];
      revised = undefined;
      for (const record of records) seen.add(record);
      if (records.length > 0) yield records;
      plain = page.slice(first);
    }
    yield plain.filter((copy) => {
      if (revisionOf(copy) > 1)
        throw new CopyOrderError(`A revised copy of the slice of ${sliceStartMs} comes after others.`);
      return seen.add(copy);
    });
  }
  if (revised && revised.size > 0) yield [...revised.values()];
}

/**
 * The records that occurred in [fromMs, toMs), those that were merged into others included, page by page. Slices are read in
 * order, and a record only ever lies in its own, so no more keys than one slice's are held at a time.
 */
export async function* unitedRecords(
  store: Pick<SegmentStore, 'readSegments'>,
  fromMs: number,
  toMs: number,
): AsyncGenerator<readonly UsageRecord[]> {
  for (let sliceStartMs = sliceStart(fromMs); sliceStartMs < toMs; sliceStartMs += SLICE_MS) {
    const whole = fromMs <= sliceStartMs && sliceStartMs + SLICE_MS <= toMs;
    for await (const records of uniteCopies(store, sliceStartMs)) {
      yield whole
        ? records
        : records.filter(({ occurredAtMs }) => occurredAtMs >= fromMs && occurredAtMs < toMs);
    }
  }
}

/** The same without those that were merged into others: what is listed, exported and priced. */
export async function* distinctRecords(
  store: Pick<SegmentStore, 'readSegments'>,
  fromMs: number,
  toMs: number,
): AsyncGenerator<readonly UsageRecord[]> {
  for await (const records of unitedRecords(store, fromMs, toMs)) yield records.filter(isCounted);
}

/** Whether a record counts: it was not merged into another. */
export function isCounted({ mergedInto }: UsageRecord): boolean {
  return mergedInto === undefined;
}

function keepHighest(revised: Map<string, UsageRecord>, copy: UsageRecord): void {
  const key = keyText(copy);
  const known = revised.get(key);
  if (!known || revisionOf(known) < revisionOf(copy)) revised.set(key, copy);
}

/** By access key and name, without a text made of both, which would have to be made and kept for every record. */
class SeenKeys {
  readonly #keys = new Map<string, Set<string>>();

  /** Adds the key of a record; false if it is there already. */
  add({ accessKeyId, requestId }: UsageRecord): boolean {
    let names = this.#keys.get(accessKeyId);
    if (!names) this.#keys.set(accessKeyId, (names = new Set()));
    if (names.has(requestId)) return false;
    names.add(requestId);
    return true;
  }
}
