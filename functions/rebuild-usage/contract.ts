import * as z from 'zod/mini';
import { auditSettings, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...auditSettings,
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
  /** The function that is started for a range that a person waits for. */
  ROLL_UP_FUNCTION: text(),
});
