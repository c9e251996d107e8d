import * as z from 'zod/mini';
import { text } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  EVENT_BUS_NAME: text(),
  BUDGET_TOPIC_ARN: text(),
  REPORT_TOPIC_ARN: text(),
  EXPORT_BUCKET: text(),
});
