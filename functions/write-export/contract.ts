import * as z from 'zod/mini';
import { integer, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
  EXPORT_BUCKET: text(),
  EXPORT_QUEUE_URL: text(),
  /** The queue of notices about runs of reports. */
  NOTIFICATION_QUEUE_URL: text(),
  /** The export of a message that was received this often fails. */
  MAX_RECEIVES: integer(1, 1000),
});
