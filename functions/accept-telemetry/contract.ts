import * as z from 'zod/mini';
import { admissionSettings, integer, text } from '../shared/environment.ts';

export const environment = z.object({
  /** Only to read who is disabled. */
  LEDGER_TABLE: text(),
  LIVE_QUEUE_URL: text(),
  /** Where spans wait for better reports of the same calls, and how long. */
  BULK_QUEUE_URL: text(),
  SPAN_DELAY_SECONDS: integer(0, 900),
  ...admissionSettings,
});
