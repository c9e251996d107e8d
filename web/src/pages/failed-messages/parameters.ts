import { oneOf, text } from '../../parts/address.ts';

export const PLACES = ['live', 'bulk', 'notifications', 'quarantine'] as const;

export const FAILED_MESSAGES_PARAMETERS = {
  place: oneOf(PLACES),
  /** The message whose details are shown. */
  message: text(400),
};
