import { oneOf, wholeNumber } from '../../parts/address.ts';
import { DIVISIONS } from '../../parts/division.ts';
import { MEASURES } from '../../parts/measures.ts';
import { PERIODS } from '../../parts/periods.ts';
import { RANGE_PARAMETERS } from '../../parts/range.ts';
import { USAGE_FILTER_PARAMETERS } from '../../parts/usage-filter-parameters.ts';

/** The most series that the API makes. */
export const MAX_SERIES = 20;

export const EXPLORE_PARAMETERS = {
  ...RANGE_PARAMETERS,
  ...USAGE_FILTER_PARAMETERS,
  by: oneOf(DIVISIONS),
  measure: oneOf(MEASURES),
  /** Without it, the length of the range decides. */
  period: oneOf(PERIODS),
  /** How many have a series of their own. */
  top: wholeNumber(1, MAX_SERIES),
};
