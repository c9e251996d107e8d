import * as z from 'zod/mini';
import { text, timedSettings } from '../shared/environment.ts';
import { eventSettings } from '../shared/event-settings.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  LEDGER_TABLE: text(),
  ...timedSettings,
  ...eventSettings,
  REPORTING_TIME_ZONE: text(),
});

/** In each of these hours of the reporting time zone the audit of the day before is begun or continued. */
export const AUDIT_HOURS = [2, 4, 6, 8] as const;
