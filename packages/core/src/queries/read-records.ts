import type { Visibility } from '../access/visibility.ts';
import { type ReadDeps, SourceReader } from '../ledger/read/source-reader.ts';
import { expiresAtMs } from '../ledger/retention.ts';
import { SLICE_MS } from '../time/bucket.ts';
import { compareKeys } from '../usage/identity.ts';
import type { UsageRecord } from '../usage/record.ts';
import { costingAtLeast } from './costing-at-least.ts';
import { hoursHolding, type Order } from './hours-holding.ts';
import { readSlices } from './read-slices.ts';
import { matchesFilter, type RecordFilter } from './record-filter.ts';
import { visibleSubject } from './visible-subject.ts';

/** A place between records, which are ordered by time, then request id and access key. What comes later is read on behind it. */
export interface RecordPosition {
  readonly atMs: number;
  /** Empty for the place before all records of the millisecond. */
  readonly requestId: string;
  readonly accessKeyId: string;
}

export interface RecordsQuery extends RecordFilter {
  readonly order: Order;
  /** The most records to return, at least 1. */
  readonly limit: number;
  readonly after?: RecordPosition;
}

export interface RecordsAnswer {
  readonly records: readonly UsageRecord[];
  /** Present if there may be more. A page that stopped at its budget may be short, or even empty, and still have one. */
  readonly next?: RecordPosition;
  readonly asOfMs: number;
}

/** The most one page may read, so that it is answered within seconds and in bounded memory. */
export interface ReadBudget {
  readonly maxRecords: number;
  readonly maxSlices: number;
  readonly maxMs: number;
}

const BUDGET: ReadBudget = { maxRecords: 200_000, maxSlices: 2_000, maxMs: 5_000 };

/**
 * Raw records, newest or oldest first: everything acknowledged before the call, each once. Statistics show which hours
 * contain matches; only the slices of those are read. Pages continue from the place of the last record, so records
 * written meanwhile neither move nor repeat others.
 *
 * @throws NotVisibleError
 */
export async function readRecords(
  deps: ReadDeps,
  visibility: Visibility,
  query: RecordsQuery,
  budget: ReadBudget = BUDGET,
): Promise<RecordsAnswer> {
  const { order, limit, after } = query;
  const filter = remaining(visibleFilter(visibility, query), order, after);
  const reader = await SourceReader.begin(deps);
  const { asOfMs } = reader;
  const wanted = (record: UsageRecord) =>
    matchesFilter(filter, record) &&
    (!after || compareRecords(record, after, order) > 0) &&
    expiresAtMs(record.occurredAtMs, deps.retention) > asOfMs;

  const found: UsageRecord[] = [];
  let [slicesRead, recordsRead] = [0, 0];
  for await (const { sliceStartMs, records } of readSlices(
    deps.store,
    hoursHolding(reader, filter, order),
    order,
  )) {
    const matching = await costingAtLeast(filter.minCost, records.filter(wanted), () => reader.prices());
    found.push(...matching.toSorted((a, b) => compareRecords(a, placeOf(b), order)));
    if (found.length >= limit) {
      const page = found.slice(0, limit);
      return { records: page, next: placeOf(page.at(-1) as UsageRecord), asOfMs };
    }
    slicesRead += 1;
    recordsRead += records.length;
    if (
      slicesRead >= budget.maxSlices ||
      recordsRead >= budget.maxRecords ||
      deps.clock() - asOfMs >= budget.maxMs
    ) {
      return { records: found, next: behindSlice(sliceStartMs, order), asOfMs };
    }
  }
  return { records: found, asOfMs };
}

/** The filter as far as the caller may see. @throws NotVisibleError */
export function visibleFilter(visibility: Visibility, filter: RecordFilter): RecordFilter {
  const { userId } = filter;
  const subject = visibleSubject(visibility, userId === undefined ? {} : { dimension: 'user', id: userId });
  return subject.id === undefined ? filter : { ...filter, userId: subject.id };
}

/** The part of the range after a place. */
function remaining(filter: RecordFilter, order: Order, after: RecordPosition | undefined): RecordFilter {
  if (!after) return filter;
  const { atMs, requestId } = after;
  if (order === 'oldest') return { ...filter, fromMs: Math.max(filter.fromMs, atMs) };
  // A place at the start of the millisecond leaves none of it.
  return { ...filter, toMs: Math.min(filter.toMs, requestId === '' ? atMs : atMs + 1) };
}

function placeOf({ occurredAtMs, requestId, accessKeyId }: UsageRecord): RecordPosition {
  return { atMs: occurredAtMs, requestId, accessKeyId };
}

function behindSlice(sliceStartMs: number, order: Order): RecordPosition {
  return {
    atMs: order === 'newest' ? sliceStartMs : sliceStartMs + SLICE_MS,
    requestId: '',
    accessKeyId: '',
  };
}

function compareRecords(record: UsageRecord, place: RecordPosition, order: Order): number {
  const ascending = record.occurredAtMs - place.atMs || compareKeys(record, place);
  return order === 'newest' ? -ascending : ascending;
}
