import { type Clock, createFirstUseOfHour } from '@token-ledger/core';
import type { GatewayEvents } from './gateway-events.ts';

export interface KeyUseDeps {
  /** Notes that an access key was used in an hour. */
  readonly touchLastUsed: (accessKeyId: string, hourStartMs: number) => Promise<void>;
  readonly events: GatewayEvents;
  readonly clock: Clock;
}

/**
 * Notes in which hour an access key was last used, beside the call and once per key and hour. Never rejects: the note is worth less
 * than the call.
 */
export function createNoteKeyUse({ touchLastUsed, events, clock }: KeyUseDeps) {
  const firstUseOfHour = createFirstUseOfHour(clock);
  return async (accessKeyId: string): Promise<void> => {
    const hourStartMs = firstUseOfHour(accessKeyId);
    if (hourStartMs === undefined) return;
    await touchLastUsed(accessKeyId, hourStartMs).catch((error: unknown) => {
      events.failed('The use of an access key could not be noted.', error);
    });
  };
}
