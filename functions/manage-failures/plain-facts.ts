import { isPlainId } from '@token-ledger/contract';

/** The request ids of records as they were sent: what is there and has the form of one. */
export function idsAmong(records: readonly unknown[]): readonly string[] {
  return records
    .map((record) => {
      const { requestId, messageId, message } = (record ?? {}) as Record<string, unknown>;
      return requestId ?? messageId ?? (message as Record<string, unknown> | null | undefined)?.['id'];
    })
    .filter(isPlainId);
}
