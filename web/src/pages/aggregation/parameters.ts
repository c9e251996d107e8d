import { oneOf, text } from '../../parts/address.ts';

export const AGGREGATION_PARAMETERS = {
  /** The rebuild whose progress is shown. */
  rebuild: text(64),
  do: oneOf(['run', 'rebuild']),
};
