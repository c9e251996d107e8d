import * as z from 'zod/mini';
import { auditSettings, text } from '../shared/environment.ts';
import { priceBookSettings } from '../shared/price-book-settings.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...auditSettings,
  ...priceBookSettings,
});
