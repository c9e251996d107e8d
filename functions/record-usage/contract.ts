import * as z from 'zod/mini';
import { flag, integer, text } from '../environment.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  STATISTICS_TABLE: text(),
  RETENTION_DAYS: integer(4, 3650),
  LATE_LIMIT_DAYS: integer(1, 3650),
  QUALITY_METRICS: flag(),
});
