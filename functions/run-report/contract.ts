import * as z from 'zod/mini';
import { integer, reportSchedulerSettings, text } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  EXPORT_QUEUE_URL: text(),
  NOTIFICATION_QUEUE_URL: text(),
  EXPORT_RETENTION_DAYS: integer(1, 365),
  ...reportSchedulerSettings,
});
