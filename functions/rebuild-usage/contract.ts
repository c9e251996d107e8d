import * as z from 'zod/mini';
import { auditSettings, text, timedSettings } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  ...auditSettings,
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
