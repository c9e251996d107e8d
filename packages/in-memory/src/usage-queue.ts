import type { Priority, SendOutcome, UsageQueue } from '@token-ledger/core';
import { runAtOnce, type Step } from './step.ts';

const MAX_BODY_BYTES = 256 * 1024;

export interface InMemoryUsageQueueOptions {
  /** Runs the sending of every body; at once if absent. */
  readonly step?: Step;
}

/** Keeps what is sent, for tests to look at or to deliver. */
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

  /** Everything sent with a priority, oldest first. */
  sent(priority: Priority): readonly string[] {
    return [...this.#sent[priority]];
  }

  #append(priority: Priority, body: string): void {
    const bytes = new TextEncoder().encode(body).length;
    if (bytes > MAX_BODY_BYTES) {
      throw new RangeError(`A message has ${bytes} bytes, at most ${MAX_BODY_BYTES} are allowed.`);
    }
    this.#sent[priority].push(body);
  }
}
