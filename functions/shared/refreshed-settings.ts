import {
  adoptSettings,
  Calendar,
  type Clock,
  type LedgerSettings,
  type SettingsStore,
  type TimedSettings,
} from '@token-ledger/core';

/** How long settings that were read are used before they are read again. */
const REFRESH_AFTER_MS = 5 * 60_000;
/** Beyond this, changes announced an hour ahead could be missed. */
const USABLE_FOR_MS = 30 * 60_000;

export interface RefreshedSettingsOptions {
  readonly store: SettingsStore;
  readonly configured: TimedSettings;
  readonly timeZone: string;
  readonly clock: Clock;
}

interface Known {
  readonly settings: LedgerSettings;
  readonly calendar: Calendar;
  readonly readAtMs: number;
}

/** What settings a function follows: read when an invocation begins, at most every five minutes. */
export class RefreshedSettings {
  readonly #options: RefreshedSettingsOptions;
  #known: Known | undefined;

  constructor(options: RefreshedSettingsOptions) {
    this.#options = options;
  }

  /** Throws when they could not be read for half an hour: then nobody may say when a copy expires. */
  current(): LedgerSettings {
    return this.#current().settings;
  }

  /** Of the time zone and these settings. Throws like `current`. */
  calendar(): Calendar {
    return this.#current().calendar;
  }

  /** Wraps a handler so that the settings are read before it. A failure shows only where they are needed. */
  refreshBefore<Event, Context, Result>(
    handler: (event: Event, context: Context) => Promise<Result>,
  ): (event: Event, context: Context) => Promise<Result> {
    return async (event, context) => {
      if (!this.#known || this.#age() > REFRESH_AFTER_MS) await this.#refresh().catch(() => undefined);
      return handler(event, context);
    };
  }

  async #refresh(): Promise<void> {
    const { store, configured, timeZone, clock } = this.#options;
    const readAtMs = clock();
    const settings = await adoptSettings(store, configured, readAtMs);
    // A calendar remembers what it asked the platform, which is worth keeping.
    const unchanged = JSON.stringify(this.#known?.settings) === JSON.stringify(settings);
    const calendar = (unchanged && this.#known?.calendar) || new Calendar(timeZone, settings);
    this.#known = { settings, calendar, readAtMs };
  }

  #current(): Known {
    if (this.#known && this.#age() <= USABLE_FOR_MS) return this.#known;
    throw new Error('The settings to follow could not be read.');
  }

  #age(): number {
    return this.#options.clock() - (this.#known?.readAtMs ?? Number.NEGATIVE_INFINITY);
  }
}
