import * as z from 'zod/mini';
import { shownIdSettings, text, timedSettings } from '../shared/environment.ts';
import { silentSourceSettings } from '../shared/silent-sources.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  LEDGER_TABLE: text(),
  ...shownIdSettings,
  ...timedSettings,
  ...silentSourceSettings,
  REPORTING_TIME_ZONE: text(),
});
