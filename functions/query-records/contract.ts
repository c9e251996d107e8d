import * as z from 'zod/mini';
import { text, timedSettings } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  RECORDS_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
