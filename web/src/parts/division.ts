import type { UsageFilterValues } from './usage-filter-parameters.ts';

/*
 * What usage can be divided by. In an address as the filter names it, so that a part of a division is one more filter.
 */

export const DIVISIONS = ['model', 'feature', 'key', 'user'] as const;
export type Division = (typeof DIVISIONS)[number];

/** The same as a parameter of the API. */
export const API_DIVISIONS = { model: 'model', feature: 'feature', key: 'access_key', user: 'user' } as const;

/** What usage without a user or feature is under. */
export const NOBODY = '-';

/** Usage of one access key or user is kept by model and feature only. */
export function isDividable(division: Division, { key, user }: UsageFilterValues): boolean {
  return division === 'model' || division === 'feature' || (key === undefined && user === undefined);
}

/** What to divide by unless the reader chooses: the first that the filter does not name already, as that would be one part. */
export function divisionBeside(filter: UsageFilterValues): Division {
  const isNamed = (division: Division) => {
    const value = filter[division];
    return value !== undefined && (typeof value === 'string' || value.length === 1);
  };
  return DIVISIONS.find((division) => !isNamed(division) && isDividable(division, filter)) ?? 'model';
}

/** A filter narrowed to one part of a division. */
export function filterOfPart(filter: UsageFilterValues, division: Division, id: string): UsageFilterValues {
  const several = division === 'model' || division === 'feature';
  return { ...filter, [division]: several ? [id] : id };
}
