import { oneOf, type Parameter, text, wholeNumber } from '../../parts/address.ts';
import { RANGE_PARAMETERS } from '../../parts/range.ts';

/** A day of UTC, as price books have them. */
const day: Parameter<string> = ([value]) =>
  value !== undefined && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

export const PRICES_PARAMETERS = {
  /** Whose requests without a price are shown. */
  ...RANGE_PARAMETERS,
  /** The day whose prices are shown; without it, today. */
  on: day,
  /** The dialog that is open: `adopt` is about `model`, `change` and `remove` about the override at `index`. */
  do: oneOf(['add', 'adopt', 'change', 'remove']),
  model: text(128),
  index: wholeNumber(0, 199),
};
