import * as z from 'zod/mini';
import { priceBookSettings } from '../price-book-settings.ts';
import { auditSettings, text } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...auditSettings,
  ...priceBookSettings,
});
