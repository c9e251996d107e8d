import * as z from 'zod/mini';
import { flag, integer, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  LEDGER_TABLE: text(),
  ...timedSettings,
  LATE_LIMIT_DAYS: integer(1, 3650),
  QUALITY_METRICS: flag(),
});
