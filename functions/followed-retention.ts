import { type Clock, followRetention, type Retention, type RetentionStore } from '@token-ledger/core';

/** How long a retention that was read is followed before it is read again. */
const REFRESH_AFTER_MS = 5 * 60_000;
/** Beyond this, changes announced an hour ahead could be missed. */
const USABLE_FOR_MS = 30 * 60_000;

export interface FollowedRetentionOptions {
  readonly store: RetentionStore;
  readonly configuredDays: number;
  readonly clock: Clock;
}

/** What retention a function follows: read when an invocation begins, at most every five minutes. */
export class FollowedRetention {
  readonly #options: FollowedRetentionOptions;
  #known: { readonly retention: Retention; readonly readAtMs: number } | undefined;

  constructor(options: FollowedRetentionOptions) {
    this.#options = options;
  }

  /** Throws when it could not be read for half an hour: then nobody may say when a copy expires. */
  current(): Retention {
    if (this.#known && this.#age() <= USABLE_FOR_MS) return this.#known.retention;
    throw new Error('The retention to follow could not be read.');
  }

  /** Wraps a handler so that the retention is read before it. A failure shows only where the retention is needed. */
  before<Event, Context, Result>(
    handler: (event: Event, context: Context) => Promise<Result>,
  ): (event: Event, context: Context) => Promise<Result> {
    return async (event, context) => {
      if (!this.#known || this.#age() > REFRESH_AFTER_MS) await this.#refresh().catch(() => undefined);
      return handler(event, context);
    };
  }

  async #refresh(): Promise<void> {
    const { store, configuredDays, clock } = this.#options;
    const readAtMs = clock();
    this.#known = { retention: await followRetention(store, configuredDays, readAtMs), readAtMs };
  }

  #age(): number {
    return this.#options.clock() - (this.#known?.readAtMs ?? Number.NEGATIVE_INFINITY);
  }
}
