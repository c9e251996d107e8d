import * as z from 'zod/mini';
import { text, timedSettings } from '../environment.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  STATISTICS_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
