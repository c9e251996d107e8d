import { expect } from '@jest/globals';
import { createInMemoryLedgerStore, type Step } from '@token-ledger/in-memory';

/** The ways in which a call can go wrong: before it took effect or after it, with an error or without any answer. */
export const FAULTS = ['killed before', 'killed after', 'refused', 'answer lost'] as const;
export type Fault = (typeof FAULTS)[number];

/** Calls of which one goes wrong: number `at`, 1 being the first. */
export class FaultyCalls {
  /** How many there were. */
  calls = 0;
  readonly #at: number;
  readonly #fault: Fault;

  constructor(at: number, fault: Fault) {
    this.#at = at;
    this.#fault = fault;
  }

  readonly step: Step = async (_operation, effect) => {
    this.calls += 1;
    if (this.calls !== this.#at) return effect();
    if (this.#fault === 'killed after' || this.#fault === 'answer lost') effect();
    if (this.#fault.startsWith('killed')) return new Promise<never>(() => {});
    throw new Error(this.#fault);
  };
}

/** A store with one thing wrong at its call number `at`. */
export function faultyStore(at: number, fault: Fault, options: { readonly pageSize?: number } = {}) {
  const faulty = new FaultyCalls(at, fault);
  return Object.assign(faulty, { store: createInMemoryLedgerStore({ ...options, step: faulty.step }) });
}

/** Runs it until it is done, or waits for an answer that never comes. */
export async function untilStuck(run: Promise<unknown>): Promise<void> {
  await Promise.race([
    run.catch((error: Error) => expect(FAULTS).toContain(error.message)),
    new Promise((resolve) => setImmediate(resolve)),
  ]);
}
