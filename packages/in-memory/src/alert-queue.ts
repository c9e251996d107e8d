import type { AlertKey, AlertQueue, SendOutcome } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryAlertQueueOptions {
  /** Runs the sending of every alert; at once if absent. */
  readonly step?: Step;
}

/** Keeps what is sent, for tests to look at or to deliver. */
export class InMemoryAlertQueue implements AlertQueue {
  readonly #step: Step;
  readonly #sent: AlertKey[] = [];

  constructor({ step = runAtOnce }: InMemoryAlertQueueOptions = {}) {
    this.#step = step;
  }

  async sendAlerts(keys: readonly AlertKey[]): Promise<readonly SendOutcome[]> {
    const outcomes: SendOutcome[] = [];
    for (const key of keys) {
      try {
        await this.#step('sendAlerts', () => this.#sent.push(frozenCopy(key)));
        outcomes.push({ kind: 'sent' });
      } catch (error) {
        outcomes.push({ kind: 'failed', error });
      }
    }
    return outcomes;
  }

  /** Everything sent, oldest first. */
  get sent(): readonly AlertKey[] {
    return [...this.#sent];
  }
}
