import * as z from 'zod/mini';
import { admissionSettings, text } from '../shared/environment.ts';

export const environment = z.object({
  /** Only to read who is disabled. */
  LEDGER_TABLE: text(),
  LIVE_QUEUE_URL: text(),
  /** Where spans wait for better reports of the same calls. */
  SPAN_QUEUE_URL: text(),
  ...admissionSettings,
});
