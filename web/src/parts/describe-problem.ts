import { LedgerProblem } from '@token-ledger/client/query';
import type { TFunction } from 'i18next';

/** What went wrong: in the reader's language where the code is one that a reader can meet, else in the API's own words. */
export function describeProblem(error: unknown, t: TFunction): string {
  if (error instanceof LedgerProblem) {
    const known = READERS_MEET.find((code) => code === error.code);
    return known ? t(`problems.${known}`, { message: error.message }) : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}

/** The others are of requests that the console does not send, such as reports of usage. */
const READERS_MEET = [
  'unreachable',
  'timeout',
  'no_access_token',
  'missing_credentials',
  'invalid_credentials',
  'expired_credentials',
  'disabled_access_key',
  'insufficient_scope',
  'insufficient_role',
  'not_visible',
  'rate_limited',
  'invalid_request',
  'range_too_large',
  'record_not_found',
  'export_not_found',
  'report_not_found',
  'run_not_found',
  'budget_not_found',
  'access_key_not_found',
  'user_not_found',
  'failed_message_not_found',
  'failed_message_busy',
  'not_recordable',
  'too_many_budgets',
  'too_many_reports',
  'budget_changed',
  'report_changed',
  'prices_changed',
  'changed_meanwhile',
  'report_running',
  'own_access_key',
  'user_exists',
  'range_frozen',
  'internal_error',
] as const;
