import { oneOf, text } from '../../parts/address.ts';
import { DIRECTORY_PARAMETERS } from '../../parts/directory-parameters.ts';

export const ACCESS_KEYS_PARAMETERS = {
  ...DIRECTORY_PARAMETERS,
  /** The key whose details are open. */
  key: text(128),
  /** The dialog that is open; all but the first are about the key. */
  do: oneOf(['create', 'change', 'rotate', 'disable', 'enable']),
};
