import * as z from 'zod/mini';
import { integer, shownIdSettings, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...shownIdSettings,
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
  /** How long a caller may cache closed periods; 0 turns caching off. */
  CACHE_TTL_SECONDS: integer(0, 31_536_000),
});
