import * as z from 'zod/mini';
import { auditSettings, text } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...auditSettings,
  REPORTING_TIME_ZONE: text(),
});
