import { oneOf } from '../../parts/address.ts';
import { RANGE_PARAMETERS } from '../../parts/range.ts';
import { USAGE_FILTER_PARAMETERS } from '../../parts/usage-filter-parameters.ts';

/** What there is a row for in each period. In the address as the filter names it. */
export const ROWS = ['all', 'key', 'user'] as const;
export type Rows = (typeof ROWS)[number];

export const PERIODS = ['hour', 'day', 'month'] as const;
export type Period = (typeof PERIODS)[number];

export const STATISTICS_PARAMETERS = {
  ...RANGE_PARAMETERS,
  ...USAGE_FILTER_PARAMETERS,
  rows: oneOf(ROWS),
  period: oneOf(PERIODS),
};
