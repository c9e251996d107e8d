import * as z from 'zod/mini';
import { integer, text, timedSettings } from '../shared/environment.ts';
import { eventSettings } from '../shared/event-settings.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
  EXPORT_BUCKET: text(),
  EXPORT_QUEUE_URL: text(),
  /** Report runs wait in the same queue. */
  ...eventSettings,
  /** After so many receipts of a message its export is given up. */
  MAX_RECEIVES: integer(1, 1000),
});
