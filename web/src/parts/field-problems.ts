import { LedgerProblem } from '@token-ledger/client/query';
import type { TFunction } from 'i18next';

/** What is wrong with a form, by the path of the field in the request, such as `/name`. */
export type FieldProblems = Readonly<Record<string, string | undefined>>;

/** The first problem of each field that the server refused. Those inside of a list belong to the list: `/thresholds/0` to `/thresholds`. */
export function refusedFields(error: unknown, t: TFunction<'parts'>): FieldProblems {
  if (!(error instanceof LedgerProblem)) return {};
  return Object.fromEntries(
    error.errors
      .toReversed()
      .map(({ path, message }) => [path.replace(/\/\d+$/, ''), t('error.field', { message })]),
  );
}
