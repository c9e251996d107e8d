import type { AlertKey, AlertQueue, SendOutcome } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryAlertQueueOptions {
  /** Wraps the sending of every alert; by default it runs at once. */
  readonly step?: Step;
}

/** Keeps sent alerts, so that tests can inspect or deliver them. */
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
