import { DIMENSIONS, MEASURES, minus, NOTHING, PERIODS, plus, type TotalsByRow } from './totals.ts';

export interface Difference {
  /** Which row: see `rowKey`. */
  readonly row: string;
  readonly measure: string;
  readonly expected: bigint;
  readonly got: bigint;
}

/** Compares the increase between two readings with the expected one, row by row and measure by measure. */
export function compare(
  expected: TotalsByRow,
  before: TotalsByRow,
  after: TotalsByRow,
): readonly Difference[] {
  const rows = new Set([...expected.keys(), ...before.keys(), ...after.keys()]);
  return [...rows].flatMap((row) => {
    const should = expected.get(row) ?? NOTHING;
    const added = minus(after.get(row) ?? NOTHING, before.get(row) ?? NOTHING);
    return MEASURES.filter((measure) => added[measure] !== should[measure]).map((measure) => ({
      row,
      measure,
      expected: should[measure],
      got: added[measure],
    }));
  });
}

const SHOWN_DIFFERENCES = 20;

/** The comparison as text: how many rows agree by dimension and period, the sums, and the first differences. */
export function formatComparison(expected: TotalsByRow, differences: readonly Difference[]): string {
  const wrong = new Set(differences.map(({ row }) => row));
  const count = (rows: Iterable<string>, period: string, dimension: string) =>
    [...rows].filter((row) => row.startsWith(`${period} ${dimension} `)).length;
  const lines = DIMENSIONS.map((dimension) => {
    const cells = PERIODS.map((period) => {
      const total = count(expected.keys(), period, dimension);
      const bad = count(wrong, period, dimension);
      return (bad === 0 ? `${total} exact` : `${bad} WRONG of ${total}`).padStart(16);
    });
    return `  ${dimension.padEnd(12)}${cells.join('')}`;
  });
  const header = `  ${''.padEnd(12)}${PERIODS.map((period) => `${period}s`.padStart(16)).join('')}`;
  return [header, ...lines, '', sums(expected), ...formatDifferences(differences)].join('\n');
}

/** A line for each of the first differences, and how many more there are. */
export function formatDifferences(differences: readonly Difference[]): readonly string[] {
  const shown = differences
    .slice(0, SHOWN_DIFFERENCES)
    .map(({ row, measure, expected, got }) => `  ${row}: ${measure} is ${got}, expected ${expected}`);
  const more = differences.length - shown.length;
  return more > 0 ? [...shown, `  … and ${more} more`] : shown;
}

function sums(expected: TotalsByRow): string {
  let sum = NOTHING;
  for (const [row, totals] of expected) if (row.startsWith('month all ')) sum = plus(sum, totals);
  const { requests, errors, input, output } = sum;
  const [r, e, i, o] = [requests, errors, input, output].map((value) => value.toLocaleString('en-US'));
  return `  ${r} calls (${e} failed), ${i} input tokens, ${o} output tokens`;
}
