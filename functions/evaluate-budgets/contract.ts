import * as z from 'zod/mini';
import { text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
  NOTIFICATION_QUEUE_URL: text(),
});
