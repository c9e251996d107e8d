import type { Priority, SendOutcome, UsageQueue } from '@token-ledger/core';
import { runAtOnce, type Step } from './step.ts';

const MAX_BODY_BYTES = 256 * 1024;

export interface InMemoryUsageQueueOptions {
  /** Wraps the sending of every body; by default it runs at once. */
  readonly step?: Step;
}

/** Keeps sent messages, so that tests can inspect or deliver them. */
export class InMemoryUsageQueue implements UsageQueue {
  readonly #step: Step;
  readonly #sent: Readonly<Record<Priority, string[]>> = { live: [], bulk: [] };

  constructor({ step = runAtOnce }: InMemoryUsageQueueOptions = {}) {
    this.#step = step;
  }

  async send(priority: Priority, bodies: readonly string[]): Promise<readonly SendOutcome[]> {
    const outcomes: SendOutcome[] = [];
    for (const body of bodies) {
      try {
        await this.#step('send', () => this.#append(priority, body));
        outcomes.push({ kind: 'sent' });
      } catch (error) {
        outcomes.push({ kind: 'failed', error });
      }
    }
    return outcomes;
  }

  /** All messages sent with a priority, oldest first. */
  sent(priority: Priority): readonly string[] {
    return [...this.#sent[priority]];
  }

  #append(priority: Priority, body: string): void {
    const bytes = new TextEncoder().encode(body).length;
    if (bytes > MAX_BODY_BYTES) {
      throw new RangeError(`The message has ${bytes} bytes; at most ${MAX_BODY_BYTES} are allowed.`);
    }
    this.#sent[priority].push(body);
  }
}
