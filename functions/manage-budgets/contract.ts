import * as z from 'zod/mini';
import { auditSettings, shownIdSettings, text, timedSettings } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  ...shownIdSettings,
  ...auditSettings,
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
});
