import * as z from 'zod/mini';
import { auditSettings, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...auditSettings,
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
