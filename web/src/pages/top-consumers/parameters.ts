import { oneOf, wholeNumber } from '../../parts/address.ts';
import { DIVISIONS } from '../../parts/division.ts';
import { MEASURES } from '../../parts/measures.ts';
import { RANGE_PARAMETERS } from '../../parts/range.ts';
import { USAGE_FILTER_PARAMETERS } from '../../parts/usage-filter-parameters.ts';

/** The longest ranking that the API makes. */
export const MAX_CONSUMERS = 1000;

export const TOP_CONSUMERS_PARAMETERS = {
  ...RANGE_PARAMETERS,
  ...USAGE_FILTER_PARAMETERS,
  /** What is ranked. */
  by: oneOf(DIVISIONS),
  measure: oneOf(MEASURES),
  minTokens: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  minRequests: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  limit: wholeNumber(1, MAX_CONSUMERS),
};
