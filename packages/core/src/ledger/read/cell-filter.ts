import type { Statistics } from '../statistics.ts';

/** Count only these models and features; everything when absent. */
export interface CellFilter {
  readonly models?: ReadonlySet<string>;
  readonly features?: ReadonlySet<string>;
}

/**
 * What of the statistics is of the models and features asked for. It counts the records of these models; cells may be more:
 * those of other records that a model worked on.
 */
export function filterCells(statistics: Statistics, { models, features }: CellFilter): Statistics {
  if (!models && !features) return statistics;
  const cells = statistics.cells.filter(
    ({ model, feature }) => (models?.has(model) ?? true) && (features?.has(feature) ?? true),
  );
  return { count: cells.reduce((sum, { measures }) => sum + Number(measures.requests), 0), cells };
}

/** Whether something is left out. */
export function isFiltering({ models, features }: CellFilter): boolean {
  return models !== undefined || features !== undefined;
}
