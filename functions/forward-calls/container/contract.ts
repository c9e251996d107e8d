import * as z from 'zod/mini';
import { integer } from '../../shared/environment.ts';
import { environment as forwardCalls } from '../contract.ts';

/** The variables of the function, and those of a server. */
export const environment = z.extend(forwardCalls, {
  HOST: z._default(z.string(), '0.0.0.0'),
  PORT: z._default(integer(0, 65_535), 8080),
  /** What happens to a call whose caller goes away. */
  ON_DISCONNECT: z._default(z.enum(['abort', 'drain']), 'abort'),
  /** How long calls may go on after SIGTERM, before they are ended and recorded as far as they came. */
  STOP_GRACE_SECONDS: z._default(integer(0, 3_600), 25),
});
