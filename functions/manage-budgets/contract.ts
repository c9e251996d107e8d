import * as z from 'zod/mini';
import { auditSettings, shownIdSettings, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...shownIdSettings,
  ...auditSettings,
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
