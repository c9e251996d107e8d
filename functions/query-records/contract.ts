import * as z from 'zod/mini';
import { shownIdSettings, text, timedSettings } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  ...shownIdSettings,
  RECORDS_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
