import * as z from 'zod/mini';
import { auditSettings, text } from '../environment.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  ...auditSettings,
});
