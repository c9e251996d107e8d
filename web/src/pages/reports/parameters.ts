import { oneOf, text } from '../../parts/address.ts';

export const REPORTS_PARAMETERS = {
  /** The report whose details are open. */
  report: text(128),
  /** The dialog that is open; `create` is about no report yet. */
  do: oneOf(['create', 'change', 'delete']),
};
