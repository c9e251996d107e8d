import * as z from 'zod/mini';
import { admissionSettings, flag, text, timedSettings } from '../environment.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  STATISTICS_TABLE: text(),
  ...timedSettings,
  ...admissionSettings,
  QUALITY_METRICS: flag(),
});
