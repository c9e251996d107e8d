import type { ShownIds } from '../access/shown-ids.ts';
import { showRecords } from '../access/shown-records.ts';
import { ABSENT, measuresOfRecord } from '../ledger/fold.ts';
import type { SegmentStore } from '../ledger/ledger-store.ts';
import { distinctRecords } from '../ledger/unite-copies.ts';
import { billedTokens } from '../pricing/billed-parts.ts';
import type { Prices, ReadPrices } from '../pricing/prices.ts';
import { hourStart, SLICE_MS, sliceStart } from '../time/bucket.ts';
import { compareKeys } from '../usage/identity.ts';
import type { UsageRecord } from '../usage/record.ts';
import { totalTokens } from '../usage/token-counts.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import { chooseColumns } from './column.ts';
import type { ExportDefinition, ExportFilter } from './export-definition.ts';
import { type ExportIdsDeps, idsOfExport } from './export-ids.ts';
import { RECORD_COLUMNS, RECORD_NAME_FIELDS } from './record-columns.ts';
import type { ExportPosition, Source, SourceBatch, SourceRow } from './source.ts';

/** The approximate number of records in memory at a time: with their rows about 50 MB. */
const BATCH_RECORDS = 25_000;
/** Slices read at once: most are small, so most of the time is spent waiting for the store. */
const CONCURRENT_SLICES = 4;

export interface RecordSourceDeps extends ExportIdsDeps {
  readonly store: SegmentStore;
  readonly readPrices: ReadPrices;
  /** Default: `BATCH_RECORDS`. */
  readonly batchRecords?: number;
}

/** Every record of the range that the filter admits, in the order of time, request id and access key, priced by the prices of its hour. */
export function recordSource(deps: RecordSourceDeps, definition: ExportDefinition): Source {
  const { valuesOf } = chooseColumns(RECORD_COLUMNS, definition.recordFields);
  const { toMs, filter } = definition;
  const isNamed = RECORD_NAME_FIELDS.some((field) => definition.recordFields.includes(field));

  return async function* read(after = { fromMs: definition.fromMs }): AsyncGenerator<SourceBatch> {
    const prices = await deps.readPrices();
    const ids = await idsOfExport(deps, definition);
    let position: ExportPosition = after;
    while (position.fromMs < toMs) {
      const parts = await mapConcurrently(nextSlices(position, toMs), CONCURRENT_SLICES, (slice) =>
        readEarliest(deps, slice.after, slice.toMs, filter),
      );
      for (const { records, untilMs, whole } of parts) {
        position = { fromMs: untilMs };
        yield { rows: await priced(records, prices, ids), position, exact: true };
        // A large slice takes several rounds; the slices read ahead of it are read again.
        if (!whole) break;
      }
    }
  };

  async function priced(
    records: readonly UsageRecord[],
    prices: Prices,
    ids: ShownIds,
  ): Promise<SourceRow[]> {
    const [first] = records;
    if (!first) return [];
    // A slice never spans two hours.
    const pricer = await prices.pricerAt(hourStart(first.occurredAtMs));
    // Most files show records unchanged, and need no names.
    const shown = isNamed || ids.pseudonymous ? await showRecords(ids, records) : records;
    return shown.map((record) => {
      const cost = pricer.priceRecord(record);
      return {
        lines: [valuesOf({ record, tokens: billedTokens(record), cost })],
        measures: measuresOfRecord(record, cost),
        position: {
          fromMs: record.occurredAtMs,
          afterId: record.requestId,
          afterKeyId: record.accessKeyId,
        },
      };
    });
  }
}

function nextSlices(position: ExportPosition, toMs: number) {
  const slices: { after: ExportPosition; toMs: number }[] = [];
  let after = position;
  while (slices.length < CONCURRENT_SLICES && after.fromMs < toMs) {
    const endMs = Math.min(sliceStart(after.fromMs) + SLICE_MS, toMs);
    slices.push({ after, toMs: endMs });
    after = { fromMs: endMs };
  }
  return slices;
}

/**
 * The records after a position, ordered by time and id: those of the whole slice, or, if it has very many, those up to
 * an instant. So memory is bounded, unless very many records share one millisecond.
 */
async function readEarliest(
  { store, batchRecords = BATCH_RECORDS }: RecordSourceDeps,
  after: ExportPosition,
  toMs: number,
  filter: ExportFilter,
): Promise<{ records: readonly UsageRecord[]; untilMs: number; whole: boolean }> {
  const admits = admitting(filter);
  let untilMs = toMs;
  let kept: UsageRecord[] = [];
  for await (const page of distinctRecords(store, after.fromMs, toMs)) {
    kept.push(
      ...page.filter((record) => isBehind(after, record) && record.occurredAtMs < untilMs && admits(record)),
    );
    if (kept.length <= 2 * batchRecords) continue;
    kept.sort(byTime);
    const [first, cut] = [kept[0] as UsageRecord, kept[batchRecords] as UsageRecord];
    untilMs = Math.max(cut.occurredAtMs, first.occurredAtMs + 1);
    kept = kept.filter(({ occurredAtMs }) => occurredAtMs < untilMs);
  }
  return { records: kept.toSorted(byTime), untilMs, whole: untilMs === toMs };
}

function byTime(a: UsageRecord, b: UsageRecord): number {
  return a.occurredAtMs - b.occurredAtMs || compareKeys(a, b);
}

function isBehind({ fromMs, afterId, afterKeyId = '' }: ExportPosition, record: UsageRecord): boolean {
  if (record.occurredAtMs > fromMs || afterId === undefined) return true;
  return compareKeys(record, { requestId: afterId, accessKeyId: afterKeyId }) > 0;
}

function admitting(filter: ExportFilter): (record: UsageRecord) => boolean {
  const { accessKeyId, userId, minTokens = 0, maxTokens = Number.POSITIVE_INFINITY } = filter;
  const isBounded = minTokens > 0 || maxTokens < Number.POSITIVE_INFINITY;
  const isWithin = (tokens: number) => tokens >= minTokens && tokens <= maxTokens;
  const models = filter.models && new Set(filter.models);
  const features = filter.features && new Set(filter.features);
  const statuses = filter.statuses && new Set(filter.statuses);
  return (record) =>
    (accessKeyId === undefined || record.accessKeyId === accessKeyId) &&
    (userId === undefined || record.userId === userId) &&
    (models?.has(record.model) ?? true) &&
    (features?.has(record.feature ?? ABSENT) ?? true) &&
    (statuses?.has(record.status) ?? true) &&
    (!isBounded || isWithin(totalTokens(billedTokens(record))));
}
