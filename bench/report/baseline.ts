import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const BASELINE_PATH = join(import.meta.dirname, '..', 'baseline.json');

/** Counted figures by name: units a record, and bytes. */
export type Counted = Readonly<Record<string, number>>;

export function readBaseline(): Counted {
  return JSON.parse(readFileSync(BASELINE_PATH, 'utf8')) as Counted;
}

/** The baseline with new figures in place of those of the same name, in the order of the names. */
export function mergeBaseline(baseline: Counted, counted: Counted): Counted {
  const entries = Object.entries({ ...baseline, ...counted });
  return Object.fromEntries(
    entries
      .map(([name, value]) => [name, Number(value.toPrecision(6))] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * A sentence for each figure that is larger than the baseline by more than the tolerance, or that the baseline does not have. Less is
 * no regression.
 */
export function regressions(baseline: Counted, counted: Counted, tolerance: number): readonly string[] {
  return Object.entries(counted).flatMap(([name, value]) => {
    const before = baseline[name];
    if (before === undefined) return [`${name} is not in bench/baseline.json.`];
    if (value <= before * (1 + tolerance)) return [];
    const percent = ((value / before - 1) * 100).toFixed(1);
    return [`${name} is ${value}, ${percent} % more than ${before} in bench/baseline.json.`];
  });
}
