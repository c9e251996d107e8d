import * as z from 'zod/mini';
import { text } from '../shared/environment.ts';

export const environment = z.object({
  RECORDS_TABLE: text(),
  LEDGER_TABLE: text(),
  LIVE_QUEUE_URL: text(),
});
