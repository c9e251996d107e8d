import { LedgerProblem } from '@token-ledger/client/query';
import type { TFunction } from 'i18next';

/** What went wrong, in the reader's language where the code is one a reader meets often, else in the API's own words. */
export function describeProblem(error: unknown, t: TFunction): string {
  if (error instanceof LedgerProblem) {
    const known = KNOWN.find((code) => code === error.code);
    return known ? t(`problems.${known}`) : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}

const KNOWN = [
  'unreachable',
  'timeout',
  'no_access_token',
  'invalid_credentials',
  'expired_credentials',
  'disabled_access_key',
  'insufficient_scope',
  'insufficient_role',
  'rate_limited',
] as const;
