import * as z from 'zod/mini';
import { admissionSettings, shownIdSettings, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...shownIdSettings,
  RECORDS_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
  LATE_LIMIT_DAYS: admissionSettings.LATE_LIMIT_DAYS,
});
