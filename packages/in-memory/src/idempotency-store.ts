import { type IdempotencyStore, type KeyedRequest, keyBoundUntilMs } from '@token-ledger/core';
import { runAtOnce, type Step } from './step.ts';

/** The port in memory, for tests: nothing expires but by the times of the requests. */
export class InMemoryIdempotencyStore implements IdempotencyStore {
  readonly #step: Step;
  readonly #bound = new Map<string, { readonly bodyDigest: string; readonly untilMs: number }>();

  constructor({ step = runAtOnce }: { readonly step?: Step } = {}) {
    this.#step = step;
  }

  bindKey(request: KeyedRequest): Promise<boolean> {
    return this.#step('bindKey', () => {
      const { callerKeyId, key, bodyDigest, receivedAtMs } = request;
      const name = JSON.stringify([callerKeyId, key]);
      const bound = this.#bound.get(name);
      if (bound && bound.untilMs > receivedAtMs && bound.bodyDigest !== bodyDigest) return false;
      this.#bound.set(name, { bodyDigest, untilMs: keyBoundUntilMs(request) });
      return true;
    });
  }
}
