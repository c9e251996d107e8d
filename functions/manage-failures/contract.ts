import * as z from 'zod/mini';
import { admissionSettings, auditSettings, text, timedSettings } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  ...auditSettings,
  LIVE_QUEUE_URL: text(),
  LIVE_DEAD_LETTERS_URL: text(),
  BULK_QUEUE_URL: text(),
  BULK_DEAD_LETTERS_URL: text(),
  ALERT_QUEUE_URL: text(),
  ALERT_DEAD_LETTERS_URL: text(),
  ...timedSettings,
  ...admissionSettings,
});
