import * as z from 'zod/mini';
import { admissionSettings, auditSettings, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...auditSettings,
  LIVE_QUEUE_URL: text(),
  LIVE_DEAD_LETTERS_URL: text(),
  BULK_QUEUE_URL: text(),
  BULK_DEAD_LETTERS_URL: text(),
  NOTIFICATION_QUEUE_URL: text(),
  NOTIFICATION_DEAD_LETTERS_URL: text(),
  ...timedSettings,
  ...admissionSettings,
});
