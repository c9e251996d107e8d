import * as z from 'zod/mini';
import { shownIdSettings, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...shownIdSettings,
  RECORDS_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
