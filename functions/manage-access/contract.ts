import * as z from 'zod/mini';
import { auditSettings, text } from '../shared/environment.ts';
import { eventSettings } from '../shared/event-settings.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...auditSettings,
  ...eventSettings,
  REPORTING_TIME_ZONE: text(),
});
