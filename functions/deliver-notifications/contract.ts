import * as z from 'zod/mini';
import { flag, text } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  EVENT_BUS_NAME: text(),
  /** Whether alerts of budgets go to the bus, too. */
  BUDGET_EVENTS: flag(),
  BUDGET_TOPIC_ARN: text(),
  REPORT_TOPIC_ARN: text(),
  EXPORT_BUCKET: text(),
});
