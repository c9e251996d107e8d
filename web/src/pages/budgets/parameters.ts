import { oneOf, text } from '../../parts/address.ts';

export const BUDGETS_PARAMETERS = {
  search: text(400),
  /** The budget whose details are open. */
  budget: text(128),
  /** The dialog that is open; `create` is about no budget yet. */
  do: oneOf(['create', 'change', 'delete']),
};
