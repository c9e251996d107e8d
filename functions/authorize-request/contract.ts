import * as z from 'zod/mini';
import { auditSettings, integer, text } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...auditSettings,
  /** Limits of one caller: requests per second, and at once. */
  CALLER_RATE_LIMIT: integer(1, 100_000),
  CALLER_BURST_LIMIT: integer(1, 100_000),
  /** Empty without a sign-in. */
  OIDC_ISSUER: z.string(),
  OIDC_AUDIENCE: z.string(),
  OIDC_USER_ID_CLAIM: text(),
  OIDC_GROUPS_CLAIM: text(),
});
