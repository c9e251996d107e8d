import type { QuarantineStore } from '../ledger/ledger-store.ts';
import { isFrozen } from '../ledger/retention.ts';
import { type Bucket, HOUR_MS, hourStart, type Period } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import { type CheckHourDeps, type CheckHourOptions, checkHour } from './check-hour.ts';
import { compareParent } from './compare-bucket.ts';
import { countQuarantined } from './count-quarantined.ts';
import { PendingBuckets } from './pending-buckets.ts';
import { QualityFindings, type QualityReport } from './quality-report.ts';
import { TooManyRecordsError } from './read-records.ts';
import type { RecordSampler } from './record-sampler.ts';
import { SampledClaims } from './sampled-claims.ts';
import { addWitnessed, NOTHING_WITNESSED, type WitnessCounts, type WitnessStore } from './witness-store.ts';

/*
 * Checks the quality of the statistics in a range, within the time of a request. The comparisons are those of the
 * audit, but raw records are only sampled, while the audit reads all of them. Like the audit, it may run beside all
 * other work.
 */

export interface QualityDeps extends CheckHourDeps {
  readonly store: CheckHourDeps['store'] & QuarantineStore;
  readonly sampler: RecordSampler;
  readonly witnesses: Pick<WitnessStore, 'listWitnessed'>;
}

export interface QualityOptions extends Pick<CheckHourOptions, 'sampledPerHour'> {
  /** Checks the hours that intersect [fromMs, toMs), and the days and months whose last hour is among them. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The number of raw records drawn from the whole table; those in the range are looked up in segments. */
  readonly sampledOfTable: number;
  /** No hour is started after this many records, or this much time. */
  readonly maxRecords: number;
  readonly maxMs: number;
}

/** Records received this recently may not be in their segments yet. */
const UNDER_WAY_MS = 15 * 60_000;

export async function readQuality(deps: QualityDeps, options: QualityOptions): Promise<QualityReport> {
  const { store, calendar, clock } = deps;
  const { fromMs, toMs } = options;
  const asOfMs = clock();
  const findings = new QualityFindings();
  const known = await PendingBuckets.read(store, calendar);
  const claims = await sampleClaims(deps, options);

  let nextFromMs: number | undefined;
  for (const hour of calendar.bucketsBetween('hour', fromMs, toMs)) {
    const begun = findings.records > 0;
    const left = options.maxRecords - findings.records;
    if (hour.startMs > fromMs && (left <= 0 || clock() - asOfMs > options.maxMs)) {
      nextFromMs = hour.startMs;
      break;
    }
    try {
      const { sampledPerHour } = options;
      const outcome = await checkHour(
        deps,
        { sampledPerHour, maxRecords: left },
        hour,
        known,
        claims,
        findings,
      );
      findings.hours[outcome] += 1;
    } catch (error) {
      if (!(error instanceof TooManyRecordsError)) throw error;
      if (begun) {
        nextFromMs = hour.startMs;
        break;
      }
      findings.hours.tooLarge += 1;
    }
    for (const parent of endingWith(calendar, hour, toMs)) await compareParent(deps, parent, known, findings);
  }
  const lookedToMs = nextFromMs ?? toMs;
  const quarantined = await countQuarantined(store, fromMs, lookedToMs);
  const witnessed = await sumWitnessed(deps, fromMs, lookedToMs);
  return {
    asOfMs,
    ...(nextFromMs !== undefined && { nextFromMs }),
    ...findings.result(),
    quarantined,
    witnessed,
  };
}

/** Like the records, those of the hours that the range touches. */
async function sumWitnessed(
  { witnesses }: Pick<QualityDeps, 'witnesses'>,
  fromMs: number,
  toMs: number,
): Promise<WitnessCounts> {
  const hours = await witnesses.listWitnessed(hourStart(fromMs), toMs);
  return hours.reduce<WitnessCounts>(addWitnessed, NOTHING_WITNESSED);
}

/** Raw records of the range that must have copies by now. */
async function sampleClaims(
  { sampler, retention, clock }: QualityDeps,
  { fromMs, toMs, sampledOfTable }: QualityOptions,
): Promise<SampledClaims> {
  const nowMs = clock();
  const sample = await sampler.sampleRecords(sampledOfTable);
  return new SampledClaims(
    sample.filter(
      ({ occurredAtMs, receivedAtMs }) =>
        occurredAtMs >= fromMs &&
        occurredAtMs < toMs &&
        receivedAtMs < nowMs - UNDER_WAY_MS &&
        !isFrozen(occurredAtMs, nowMs, retention),
    ),
  );
}

/** The days and months for which this is the last checked hour. */
function endingWith(
  calendar: Calendar,
  hour: Bucket,
  toMs: number,
): readonly (Bucket & { readonly period: Period })[] {
  const isLast = hour.startMs + HOUR_MS >= toMs;
  return (['day', 'month'] as const).flatMap((period) =>
    calendar
      .bucketsBetween(period, hour.startMs, hour.endMs)
      .filter(({ endMs }) => isLast || endMs <= hour.endMs)
      .map((bucket) => ({ ...bucket, period })),
  );
}
