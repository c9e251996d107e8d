import { oneOf, text } from '../../parts/address.ts';

export const EXPORTS_PARAMETERS = {
  /** The export whose details are open. */
  export: text(128),
  /** The dialog that is open; `create` is about no export yet. */
  do: oneOf(['create', 'delete']),
};
