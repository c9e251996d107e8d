import type { SourceCounts } from './source-counts.ts';

/*
 * One number for the quality of a day: 100, less what each defect takes away. What a defect can take at most is its weight;
 * of that it takes the share of the records that have it. A wrong figure that stays is different: it takes most of its weight at once,
 * because a ledger with one wrong figure is not exact. `docs/quality.md` has the same table.
 */

/** The most that each defect of records takes away, in points. */
export const RECORD_WEIGHTS = {
  unpriced: 15,
  partial: 6,
  totalsOnly: 6,
  withoutUser: 6,
  late: 3,
  withoutFeature: 2,
  unattributed: 2,
} as const satisfies { readonly [Name in keyof SourceCounts]?: number };

/** Of all records that were received, those that could not be counted. */
export const QUARANTINE_WEIGHT = 10;
/** What a figure that differs takes away at once, and at most. */
export const KEPT_WEIGHT = { first: 40, all: 47 } as const;
/** The same of figures that were wrong until the audit repaired them. */
export const REPAIRED_WEIGHT = { first: 1, all: 3 } as const;

/** What the audit compared. A repaired figure differed as well. */
export interface ComparedFigures {
  readonly compared: number;
  readonly repaired: number;
  /** Differed and still do, or wait for their repair. */
  readonly kept: number;
}

export interface QualityFacts {
  readonly counts: SourceCounts;
  readonly quarantined: number;
  readonly figures: ComparedFigures;
}

/** A whole number from 0 to 100; 100 only without any defect, null if there is nothing to judge. */
export function qualityScore({ counts, quarantined, figures }: QualityFacts): number | null {
  const { records } = counts;
  if (records === 0 && quarantined === 0 && figures.compared === 0) return null;
  const lost = [
    ...Object.entries(RECORD_WEIGHTS).map(
      ([defect, weight]) => weight * share(counts[defect as keyof typeof RECORD_WEIGHTS], records),
    ),
    QUARANTINE_WEIGHT * share(quarantined, records + quarantined),
    lostBy(figures.kept, figures.compared, KEPT_WEIGHT),
    lostBy(figures.repaired, figures.compared, REPAIRED_WEIGHT),
  ].reduce((sum, points) => sum + points, 0);
  // Rounded down: what is not perfect never looks so.
  return lost === 0 ? 100 : Math.max(0, Math.min(99, Math.floor(100 - lost)));
}

/** Of the records of one source. What was compared, and what is quarantined, has no source. */
export function sourceScore(counts: SourceCounts): number | null {
  return qualityScore({ counts, quarantined: 0, figures: { compared: 0, repaired: 0, kept: 0 } });
}

export const QUALITY_GRADES = ['good', 'fair', 'poor'] as const;
export type QualityGrade = (typeof QUALITY_GRADES)[number];

/** The lowest score of a grade; below `fair` is poor. */
export const GRADE_FROM = { good: 90, fair: 70 } as const;

export function gradeOf(score: number): QualityGrade {
  if (score >= GRADE_FROM.good) return 'good';
  return score >= GRADE_FROM.fair ? 'fair' : 'poor';
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, part / whole);
}

function lostBy(count: number, compared: number, { first, all }: { first: number; all: number }): number {
  return count === 0 ? 0 : first + (all - first) * share(count, Math.max(count, compared));
}
