import type { components } from '@token-ledger/client/query';

export type FailedMessages = components['schemas']['FailedMessages'];
export type FailedMessage = components['schemas']['FailedMessage'];

/** What people know a message by. */
export function nameOf({ requestIds = [], alertId, runId, id }: FailedMessage): string {
  return requestIds[0] ?? alertId ?? runId ?? id;
}

/** Reasons are an open list: those that this console knows have a text. */
export const REASONS = [
  'unreadable',
  'not_recorded',
  'not_delivered',
  'invalid_record',
  'too_old',
  'disabled',
  'too_many_tokens',
] as const;

export function knownReason({ reason }: Pick<FailedMessage, 'reason'>): (typeof REASONS)[number] | undefined {
  return REASONS.find((known) => known === reason);
}
