import * as z from 'zod/mini';
import { text } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  EVENT_BUS_NAME: text(),
  ALERT_TOPIC_ARN: text(),
  REPORT_TOPIC_ARN: text(),
  EXPORT_BUCKET: text(),
});
