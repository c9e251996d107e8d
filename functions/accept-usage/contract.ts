import * as z from 'zod/mini';
import { admissionSettings, flag, text, timedSettings } from '../shared/environment.ts';
import { eventSettings } from '../shared/event-settings.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  LEDGER_TABLE: text(),
  LIVE_QUEUE_URL: text(),
  BULK_QUEUE_URL: text(),
  /** False: write within the request instead of through the queue. */
  ASYNC_PROCESSING: flag(),
  ...timedSettings,
  ...admissionSettings,
  ...eventSettings,
  QUALITY_METRICS: flag(),
});
