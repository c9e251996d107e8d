import * as z from 'zod/mini';
import { integer, text } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  RETENTION_DAYS: integer(4, 3650),
  REPORTING_TIME_ZONE: text(),
});
