import * as z from 'zod/mini';
import { integer, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
  /** The most buckets of each period that one run recomputes; the rest waits for the next run. */
  MAX_BUCKETS_PER_RUN: integer(1, 10_000),
});
