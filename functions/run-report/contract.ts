import * as z from 'zod/mini';
import { integer, reportSchedulerSettings, text } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  EXPORT_QUEUE_URL: text(),
  EXPORT_RETENTION_DAYS: integer(1, 365),
  ...reportSchedulerSettings,
});
