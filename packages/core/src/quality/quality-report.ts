import { totalMeasures } from '../ledger/fold.ts';
import { addMeasures, type Measures, NO_MEASURES } from '../ledger/measures.ts';
import type { AuditDifference } from '../ledger/repair/audit-difference.ts';
import { revisionsOf, type Statistics } from '../ledger/statistics.ts';
import { PERIODS, type Period } from '../time/bucket.ts';
import type { RecordSource } from '../usage/source.ts';
import type { ReadRecords } from './read-records.ts';
import { type SourceCounts, SourceTally } from './source-counts.ts';
import type { WitnessCounts } from './witness-store.ts';

/** The most differences listed; all are counted. */
export const MAX_SHOWN_DIFFERENCES = 20;

/** The count in the statistics of a period, and the expected count: of the records, or of the period below. */
export interface Completeness {
  readonly expected: bigint;
  readonly found: bigint;
}

/** The outcome of checking an hour. */
export const HOUR_OUTCOMES = [
  'compared',
  /** The hour waits for the roll-up: its statistics were not compared, its records were. */
  'pending',
  /** The hour's records expire or have expired; only its day and month were compared. */
  'frozen',
  /** The hour is not over. */
  'open',
  /** The hour has more records than one answer can read. */
  'tooLarge',
] as const;
export type HourOutcome = (typeof HOUR_OUTCOMES)[number];

export interface QualityReport {
  readonly asOfMs: number;
  /** Where to continue; absent if the whole range was checked. */
  readonly nextFromMs?: number;
  readonly hours: Readonly<Record<HourOutcome, number>>;
  readonly completeness: Readonly<Record<Period, Completeness>>;
  readonly differences: number;
  /** The first differences found. */
  readonly listed: readonly AuditDifference[];
  /** Copies in segments whose raw records were looked up, and raw records whose copies were looked up. */
  readonly sampled: { readonly copies: number; readonly claims: number };
  readonly records: number;
  readonly late: number;
  readonly clockClamped: number;
  /** How often a later report changed a record of the hours that were looked at. */
  readonly completions: number;
  /** The records that were read, by how they were captured: those of the hours that are `compared` or `pending`. */
  readonly sources: ReadonlyMap<RecordSource, SourceCounts>;
  /** What witnesses saw of the checked part of the range. */
  readonly witnessed: WitnessCounts;
  /** Of all requests in the hours that were looked at. */
  readonly measures: Measures;
  /** Received within the checked part of the range. */
  readonly quarantined: { readonly records: number; readonly complete: boolean };
}

/** Collects the findings of a report. */
export class QualityFindings {
  readonly hours: Record<HourOutcome, number> = { compared: 0, pending: 0, frozen: 0, open: 0, tooLarge: 0 };
  readonly #completeness = Object.fromEntries(
    PERIODS.map((period) => [period, { expected: 0n, found: 0n }]),
  ) as Record<Period, Completeness>;
  readonly #listed: AuditDifference[] = [];
  readonly #onDifferences: ((differences: readonly AuditDifference[]) => void) | undefined;
  #differences = 0;
  #figures = 0;
  #sampled = { copies: 0, claims: 0 };
  #measures = NO_MEASURES;
  #completions = 0;
  #read = { records: 0, late: 0, clockClamped: 0 };
  readonly #sources = new SourceTally();

  /** `onDifferences` is called with all that are found. */
  constructor(onDifferences?: (differences: readonly AuditDifference[]) => void) {
    this.#onDifferences = onDifferences;
  }

  addDifferences(differences: readonly AuditDifference[]): void {
    this.#onDifferences?.(differences);
    this.#differences += differences.length;
    this.#listed.push(...differences.slice(0, MAX_SHOWN_DIFFERENCES - this.#listed.length));
  }

  /** `found` is the count in the statistics; the expected count is derived from the differences. */
  addCompared(period: Period, found: number, differences: readonly AuditDifference[]): void {
    const wrong = differences.find(
      ({ where, dimension, measure }) => where === period && dimension === 'all' && measure === 'count',
    );
    const expected = wrong ? BigInt(wrong.expected) : BigInt(found);
    const { expected: before, found: foundBefore } = this.#completeness[period];
    this.#completeness[period] = { expected: before + expected, found: foundBefore + BigInt(found) };
  }

  /** Figures of statistics that were compared. */
  addFigures(count: number): void {
    this.#figures += count;
  }

  get figures(): number {
    return this.#figures;
  }

  addSampled(kind: 'copies' | 'claims', count: number): void {
    this.#sampled = { ...this.#sampled, [kind]: this.#sampled[kind] + count };
  }

  /** `everything` that a bucket counts. */
  addUsage(everything: Statistics): void {
    this.#measures = addMeasures(this.#measures, totalMeasures(everything));
    this.#completions += revisionsOf(everything);
  }

  addRead({ records, late, clockClamped, sources }: Omit<ReadRecords, 'folded'>): void {
    this.#sources.addTally(sources);
    const { records: r, late: l, clockClamped: c } = this.#read;
    this.#read = { records: r + records, late: l + late, clockClamped: c + clockClamped };
  }

  get records(): number {
    return this.#read.records;
  }

  result(): Omit<QualityReport, 'asOfMs' | 'nextFromMs' | 'quarantined' | 'witnessed'> {
    return {
      hours: { ...this.hours },
      completeness: { ...this.#completeness },
      differences: this.#differences,
      listed: this.#listed,
      sampled: this.#sampled,
      completions: this.#completions,
      measures: this.#measures,
      sources: this.#sources.result(),
      ...this.#read,
    };
  }
}
