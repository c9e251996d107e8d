import { describe, expect, it } from '@jest/globals';
import {
  GRADE_FROM,
  gradeOf,
  KEPT_WEIGHT,
  NO_RECORDS,
  QUARANTINE_WEIGHT,
  type QualityFacts,
  qualityScore,
  RECORD_WEIGHTS,
  REPAIRED_WEIGHT,
  sourceScore,
} from '@token-ledger/core';
import fc from 'fast-check';

const DEFECTS = Object.keys(RECORD_WEIGHTS) as (keyof typeof RECORD_WEIGHTS)[];

const facts = (records: number, more: Partial<QualityFacts> = {}): QualityFacts => ({
  counts: { ...NO_RECORDS, records },
  quarantined: 0,
  figures: { compared: 10 * records, repaired: 0, kept: 0 },
  ...more,
});

/** Any day with records, and figures that were compared. */
const anyFacts: fc.Arbitrary<QualityFacts> = fc
  .tuple(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 1, max: 1e9 }))
  .chain(([records, compared]) =>
    fc.record({
      counts: fc
        .record(Object.fromEntries(DEFECTS.map((defect) => [defect, fc.integer({ min: 0, max: records })])))
        .map((counts) => ({ ...NO_RECORDS, ...counts, records })),
      quarantined: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1e6 })),
      figures: fc.record({
        compared: fc.constant(compared),
        repaired: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: compared })),
        kept: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: compared })),
      }),
    }),
  );

/** The same with one defect more of a kind. */
const worse = ({ counts, quarantined, figures }: QualityFacts): readonly QualityFacts[] => [
  ...DEFECTS.filter((defect) => counts[defect] < counts.records).map((defect) => ({
    counts: { ...counts, [defect]: counts[defect] + 1 },
    quarantined,
    figures,
  })),
  { counts, quarantined: quarantined + 1, figures },
  { counts, quarantined, figures: { ...figures, repaired: figures.repaired + 1 } },
  { counts, quarantined, figures: { ...figures, kept: figures.kept + 1 } },
];

describe('the score of a day', () => {
  it('is a whole number from 0 to 100, and never grows with a defect', () => {
    fc.assert(
      fc.property(anyFacts, (day) => {
        const score = Number(qualityScore(day));
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
        for (const other of worse(day)) expect(Number(qualityScore(other))).toBeLessThanOrEqual(score);
      }),
    );
  });

  it('is 100 without any defect, and less with a single one among many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), (records) => {
        expect(qualityScore(facts(records))).toBe(100);
        for (const other of worse(facts(records))) expect(qualityScore(other)).toBeLessThan(100);
      }),
    );
  });

  it('is not known if there was nothing to judge', () => {
    expect(qualityScore(facts(0))).toBeNull();
    expect(sourceScore(NO_RECORDS)).toBeNull();
    expect(qualityScore(facts(0, { quarantined: 1 }))).not.toBeNull();
    expect(qualityScore(facts(0, { figures: { compared: 1, repaired: 0, kept: 0 } }))).toBe(100);
  });

  it('can lose all of its 100 points, and no more', () => {
    const weights = [
      ...Object.values(RECORD_WEIGHTS),
      QUARANTINE_WEIGHT,
      KEPT_WEIGHT.all,
      REPAIRED_WEIGHT.all,
    ];
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  it.each([
    ['a twentieth of the records without a price', { unpriced: 50 }, 99],
    ['half of them without a user', { withoutUser: 500 }, 97],
    ['all of them totals only, and without a feature', { totalsOnly: 1000, withoutFeature: 1000 }, 92],
  ])('with %s follows the documented weights', (_, counts, score) => {
    const { counts: all } = facts(1000);
    expect(qualityScore(facts(1000, { counts: { ...all, ...counts } }))).toBe(score);
  });

  it('is poor as long as one figure is wrong, and good again when it is repaired', () => {
    const compared = 1_000_000;
    const wrong = Number(qualityScore(facts(1, { figures: { compared, repaired: 0, kept: 1 } })));
    const repaired = Number(qualityScore(facts(1, { figures: { compared, repaired: 1, kept: 0 } })));
    expect([wrong, gradeOf(wrong)]).toEqual([59, 'poor']);
    expect([repaired, gradeOf(repaired)]).toEqual([98, 'good']);
  });

  it.each([
    [100, 'good'],
    [GRADE_FROM.good, 'good'],
    [GRADE_FROM.good - 1, 'fair'],
    [GRADE_FROM.fair, 'fair'],
    [GRADE_FROM.fair - 1, 'poor'],
    [0, 'poor'],
  ])('of %d is graded %s', (score, grade) => expect(gradeOf(score)).toBe(grade));
});
