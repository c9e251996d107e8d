import * as z from 'zod/mini';
import { auditSettings, text } from '../environment.ts';
import { priceBookSettings } from '../price-book-settings.ts';

export const environment = z.object({
  STATISTICS_TABLE: text(),
  ...auditSettings,
  ...priceBookSettings,
});
