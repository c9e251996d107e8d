import * as z from 'zod/mini';
import { admissionSettings, flag, text, timedSettings } from '../shared/environment.ts';
import { eventSettings } from '../shared/event-settings.ts';
import { jsonText } from '../shared/json-text.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  LEDGER_TABLE: text(),
  ...timedSettings,
  ...admissionSettings,
  ...eventSettings,
  QUALITY_METRICS: flag(),
  /** The access keys of records that name none, by the name of the queue. */
  DEFAULT_ACCESS_KEYS: z.pipe(jsonText(), z.record(z.string(), z.string().check(z.minLength(1)))),
});
