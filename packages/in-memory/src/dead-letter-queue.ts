import {
  type Clock,
  DAY_MS,
  type DeadLetter,
  type DeadLetterDepth,
  type DeadLetterQueue,
} from '@token-ledger/core';
import { runAtOnce, type Step } from './step.ts';

const HIDDEN_MS = 30_000;
const KEPT_MS = 14 * DAY_MS;
const MESSAGES_PER_CALL = 10;

interface Stored {
  readonly body: string;
  readonly sentAtMs: number;
  receives: number;
  visibleAtMs: number;
}

export interface InMemoryDeadLetterQueueOptions {
  readonly clock: Clock;
  /** Wraps every atomic operation; by default it runs at once. */
  readonly step?: Step;
}

/** A dead-letter queue for tests. Keeps what was sent back from it. */
export class InMemoryDeadLetterQueue implements DeadLetterQueue {
  readonly #clock: Clock;
  readonly #step: Step;
  readonly #stored = new Map<string, Stored>();
  readonly #resent: string[] = [];
  #added = 0;

  constructor({ clock, step = runAtOnce }: InMemoryDeadLetterQueueOptions) {
    this.#clock = clock;
    this.#step = step;
  }

  /** Adds a dead letter; returns its id. */
  add(body: string, sentAtMs: number = this.#clock()): string {
    this.#added += 1;
    const id = `message-${this.#added}`;
    this.#stored.set(id, { body, sentAtMs, receives: 5, visibleAtMs: 0 });
    return id;
  }

  /** The bodies of all messages, hidden ones included. */
  bodies(): readonly string[] {
    return [...this.#stored.values()].map(({ body }) => body);
  }

  /** The bodies sent back to the queue the dead letters came from. */
  resent(): readonly string[] {
    return [...this.#resent];
  }

  receive(): Promise<readonly DeadLetter[]> {
    return this.#step('receive', () =>
      [...this.#stored]
        .filter(([, { visibleAtMs }]) => visibleAtMs <= this.#clock())
        .slice(0, MESSAGES_PER_CALL)
        .map(([id, stored]) => {
          stored.receives += 1;
          stored.visibleAtMs = this.#clock() + HIDDEN_MS;
          const { body, sentAtMs, receives } = stored;
          return { id, body, sentAtMs, receives, receipt: `${id} ${receives}` };
        }),
    );
  }

  async release(letters: readonly Pick<DeadLetter, 'receipt'>[]): Promise<void> {
    await this.#step('release', () => {
      for (const { receipt } of letters) {
        const stored = this.#byReceipt(receipt);
        if (stored) stored.visibleAtMs = 0;
      }
    }).catch(() => undefined);
  }

  /** As in SQS, only the latest receipt is certain to delete. */
  delete({ receipt }: Pick<DeadLetter, 'receipt'>): Promise<void> {
    return this.#step('delete', () => {
      if (this.#byReceipt(receipt)) this.#stored.delete(idOf(receipt));
    });
  }

  resend(body: string): Promise<void> {
    return this.#step('resend', () => {
      this.#resent.push(body);
    });
  }

  depth(): Promise<DeadLetterDepth> {
    return this.#step('depth', () => {
      const all = [...this.#stored.values()];
      const hidden = all.filter(({ visibleAtMs }) => visibleAtMs > this.#clock()).length;
      return { waiting: all.length - hidden, hidden, keptMs: KEPT_MS };
    });
  }

  #byReceipt(receipt: string): Stored | undefined {
    const stored = this.#stored.get(idOf(receipt));
    return stored && receipt === `${idOf(receipt)} ${stored.receives}` ? stored : undefined;
  }
}

function idOf(receipt: string): string {
  return receipt.split(' ')[0] ?? '';
}
