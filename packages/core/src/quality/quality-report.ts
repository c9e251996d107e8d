import { totalMeasures } from '../ledger/fold.ts';
import { addMeasures, type Measures, NO_MEASURES } from '../ledger/measures.ts';
import type { AuditDifference } from '../ledger/repair/audit-difference.ts';
import { revisionsOf, type Statistics } from '../ledger/statistics.ts';
import { PERIODS, type Period } from '../time/bucket.ts';

/** How many differences are told; all are counted. */
export const MAX_SHOWN_DIFFERENCES = 20;

/** What the statistics of a period count, and what they should: the records, or the sums of the period below. */
export interface Completeness {
  readonly expected: bigint;
  readonly found: bigint;
}

/** What became of the hours of the range. */
export const HOUR_OUTCOMES = [
  'compared',
  /** Wait for the roll-up, so that their statistics were not compared; their records were. */
  'pending',
  /** Their records expire or did; only their days and months were compared. */
  'frozen',
  /** Not over yet. */
  'open',
  /** More records than one answer can look at. */
  'tooLarge',
] as const;
export type HourOutcome = (typeof HOUR_OUTCOMES)[number];

export interface QualityReport {
  readonly asOfMs: number;
  /** Where to go on; absent if all of the range was looked at. */
  readonly nextFromMs?: number;
  readonly hours: Readonly<Record<HourOutcome, number>>;
  readonly completeness: Readonly<Record<Period, Completeness>>;
  readonly differences: number;
  /** The first ones found. */
  readonly told: readonly AuditDifference[];
  /** Copies in segments whose raw records were looked up, and raw records whose copies were. */
  readonly sampled: { readonly copies: number; readonly claims: number };
  readonly records: number;
  readonly late: number;
  readonly clockClamped: number;
  /** How often a later report changed a record of the hours that were looked at. */
  readonly completions: number;
  /** Of all requests in the hours that were looked at. */
  readonly measures: Measures;
  /** Received within the part of the range that was looked at. */
  readonly quarantined: { readonly records: number; readonly complete: boolean };
}

/** A report that grows. */
export class QualityFindings {
  readonly hours: Record<HourOutcome, number> = { compared: 0, pending: 0, frozen: 0, open: 0, tooLarge: 0 };
  readonly #completeness = Object.fromEntries(
    PERIODS.map((period) => [period, { expected: 0n, found: 0n }]),
  ) as Record<Period, Completeness>;
  readonly #told: AuditDifference[] = [];
  #differences = 0;
  #sampled = { copies: 0, claims: 0 };
  #measures = NO_MEASURES;
  #completions = 0;
  #read = { records: 0, late: 0, clockClamped: 0 };

  addDifferences(differences: readonly AuditDifference[]): void {
    this.#differences += differences.length;
    this.#told.push(...differences.slice(0, MAX_SHOWN_DIFFERENCES - this.#told.length));
  }

  /** `found` is what the item of everything counts; what it should count follows from how it differs. */
  addCompared(period: Period, found: number, differences: readonly AuditDifference[]): void {
    const wrong = differences.find(
      ({ where, dimension, measure }) => where === period && dimension === 'all' && measure === 'count',
    );
    const expected = wrong ? BigInt(wrong.expected) : BigInt(found);
    const { expected: before, found: foundBefore } = this.#completeness[period];
    this.#completeness[period] = { expected: before + expected, found: foundBefore + BigInt(found) };
  }

  addSampled(kind: 'copies' | 'claims', count: number): void {
    this.#sampled = { ...this.#sampled, [kind]: this.#sampled[kind] + count };
  }

  /** `everything` that a bucket counts. */
  addUsage(everything: Statistics): void {
    this.#measures = addMeasures(this.#measures, totalMeasures(everything));
    this.#completions += revisionsOf(everything);
  }

  addRead({ records, late, clockClamped }: Pick<QualityReport, 'records' | 'late' | 'clockClamped'>): void {
    const { records: r, late: l, clockClamped: c } = this.#read;
    this.#read = { records: r + records, late: l + late, clockClamped: c + clockClamped };
  }

  get records(): number {
    return this.#read.records;
  }

  result(): Omit<QualityReport, 'asOfMs' | 'nextFromMs' | 'quarantined'> {
    return {
      hours: { ...this.hours },
      completeness: { ...this.#completeness },
      differences: this.#differences,
      told: this.#told,
      sampled: this.#sampled,
      completions: this.#completions,
      measures: this.#measures,
      ...this.#read,
    };
  }
}
