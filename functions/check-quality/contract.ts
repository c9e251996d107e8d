import * as z from 'zod/mini';
import { shownIdSettings, text, timedSettings } from '../environment.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  STATISTICS_TABLE: text(),
  ...shownIdSettings,
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
