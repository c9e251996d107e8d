import { text } from '../../parts/address.ts';
import { type LastRange, RANGE_PARAMETERS } from '../../parts/range.ts';

export const QUALITY_RANGE: LastRange = '24h';

export const QUALITY_PARAMETERS = {
  ...RANGE_PARAMETERS,
  /** The conflict whose sides are shown. */
  conflict: text(64),
};
