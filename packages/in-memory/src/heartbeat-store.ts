import type { Heartbeat, HeartbeatStore } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

/** The last heartbeat of the roll-up. */
export function createInMemoryHeartbeatStore({ step }: Pick<InMemoryStoreOptions, 'step'>): HeartbeatStore {
  let stored: Heartbeat | undefined;
  return {
    putHeartbeat: (heartbeat) =>
      step('putHeartbeat', () => {
        stored = frozenCopy(heartbeat);
      }),
    getHeartbeat: () => step('getHeartbeat', () => stored),
  };
}
