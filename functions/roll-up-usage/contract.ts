import * as z from 'zod/mini';
import { integer, text, timedSettings } from '../shared/environment.ts';
import { eventSettings } from '../shared/event-settings.ts';
import { priceBookSettings } from '../shared/price-book-settings.ts';
import { silentSourceSettings } from '../shared/silent-sources.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...timedSettings,
  ...eventSettings,
  ...priceBookSettings,
  ...silentSourceSettings,
  REPORTING_TIME_ZONE: text(),
  /** At most so many buckets of each period are recomputed in one run; the rest waits for the next. */
  MAX_BUCKETS_PER_RUN: integer(1, 10_000),
});
