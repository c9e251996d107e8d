import type { Quality } from './add-quality.ts';

export type Source = Quality['coverage']['sources'][number];

/** What records of a source may lack. */
export const LACKS = [
  'recordsWithoutUser',
  'partialRecords',
  'totalsOnlyRecords',
  'unpricedRecords',
] as const;

/** What would improve a source. */
export function stepsFor(source: Source) {
  const lacks = LACKS.filter((name) => source[name] > 0);
  return source.silent ? (['silent', ...lacks] as const) : lacks;
}
