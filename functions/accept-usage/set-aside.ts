import { createHash } from 'node:crypto';
import type { Judgement, RefusedRecord } from '@token-ledger/contract';
import type { QuarantineStore } from '@token-ledger/core';
import { describeUsage } from '../shared/describe-usage.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/** A record that would count if it did not have more tokens than one call can have used. */
export type ImplausibleRecord = RefusedRecord & { readonly code: 'too_many_tokens' };

export function isImplausible(
  judged: Judgement | { readonly kind: 'unjudged' },
): judged is ImplausibleRecord {
  return judged.kind === 'rejected' && judged.code === 'too_many_tokens';
}

export interface SetAsideDeps {
  readonly ledger: { readonly store: Pick<QuarantineStore, 'quarantine'> };
  readonly telemetry: Telemetry;
}

/**
 * Quarantines a record with more tokens than one call can have used, so that it is neither counted nor lost: the caller may
 * have reported it right, and the ceiling may be too low. Returns whether that succeeded. Does not reject.
 */
export async function setAside(
  { ledger, telemetry }: SetAsideDeps,
  { reported, problems, code }: ImplausibleRecord,
  receivedAtMs: number,
): Promise<boolean> {
  // The same again when a caller tries again, and of a length that an id in the quarantine may have.
  const identity = JSON.stringify([reported.accessKeyId, reported.requestId]);
  try {
    await ledger.store.quarantine({
      id: `http#${createHash('sha256').update(identity).digest('base64url')}`,
      receivedAtMs,
      reason: code,
      problems: problems.map(({ message }) => ({ path: '/usage', message })),
      ...describeUsage(reported),
    });
    telemetry.count('RecordsQuarantined', 1);
    return true;
  } catch (error) {
    telemetry.logger.error('A record could not be quarantined.', { channel: 'quality', error });
    return false;
  }
}
