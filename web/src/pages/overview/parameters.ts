import { oneOf } from '../../parts/address.ts';
import { RANGE_PARAMETERS } from '../../parts/range.ts';
import { USAGE_FILTER_PARAMETERS } from '../../parts/usage-filter-parameters.ts';

export const MEASURES = ['cost', 'tokens', 'requests'] as const;
export type Measure = (typeof MEASURES)[number];

export const OVERVIEW_PARAMETERS = {
  ...RANGE_PARAMETERS,
  ...USAGE_FILTER_PARAMETERS,
  measure: oneOf(MEASURES),
};
