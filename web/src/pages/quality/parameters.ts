import { text } from '../../parts/address.ts';
import { RANGE_PARAMETERS } from '../../parts/range.ts';

export const QUALITY_PARAMETERS = {
  ...RANGE_PARAMETERS,
  /** The conflict whose sides are shown. */
  conflict: text(64),
};
