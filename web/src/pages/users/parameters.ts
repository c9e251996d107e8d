import { oneOf, text } from '../../parts/address.ts';
import { DIRECTORY_PARAMETERS } from '../../parts/directory-parameters.ts';

export const USERS_PARAMETERS = {
  ...DIRECTORY_PARAMETERS,
  /** The user whose details are open. */
  user: text(400),
  /** The dialog that is open; `create` and `import` are about no user yet. */
  do: oneOf(['create', 'import', 'change', 'disable', 'enable', 'erase']),
};
