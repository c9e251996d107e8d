import * as z from 'zod/mini';
import { auditSettings, integer, shownIdSettings, text } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...shownIdSettings,
  ...auditSettings,
  EXPORT_BUCKET: text(),
  EXPORT_QUEUE_URL: text(),
  EXPORT_RETENTION_DAYS: integer(1, 365),
});
