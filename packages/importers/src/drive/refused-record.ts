import { isPlainId, type Problem } from '@token-ledger/contract';
import type { FoundRecord } from '../import-source.ts';
import type { Refused } from './refused-report.ts';
import type { FinalOutcome } from './send-batch.ts';

/** A record that breaks a rule of its form, which the ledger was not even asked about. */
export function refusedByForm(item: FoundRecord, problems: readonly Problem[]): Refused {
  const shown = problems.map(({ path, message }) => ({ path, message }));
  return { ...described(item), code: 'invalid_record', problems: shown };
}

/** A record that the ledger refused, or that contradicts what it holds. */
export function refusedByLedger(
  item: FoundRecord,
  { code, message }: Extract<FinalOutcome, { readonly kind: 'rejected' }>,
): Refused {
  return { ...described(item), code, problems: [{ path: '', message }] };
}

function described({ place, record: { requestId, messageId } }: FoundRecord) {
  const name = requestId ?? messageId;
  return { ...place, ...(isPlainId(name) && { requestId: name }) };
}
