import * as z from 'zod/mini';
import { admissionSettings, flag, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  LEDGER_TABLE: text(),
  ...timedSettings,
  ...admissionSettings,
  QUALITY_METRICS: flag(),
});
