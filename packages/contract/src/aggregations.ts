import { DAY_MS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { instant, localDate } from './moment.ts';
import { refuseIn } from './query-parameters.ts';
import { MAX_REBUILD_DAYS } from './rebuild.ts';

/** The most pending hours, days and months listed individually. */
export const MAX_SHOWN_PENDING = 1000;

/** Days that are named by the time of the request. */
export const RELATIVE_DATES = ['today', 'yesterday'] as const;

/** The body of `POST /v1/aggregations`. The function checks it against hours and the clock. */
export const aggregationRequestSchema = z
  .strictObject({
    from: z.optional(instant()),
    /** Exclusive. */
    to: z.optional(instant()),
    /** A day of the reporting time zone, in place of both. */
    date: z.optional(
      z.union([z.enum(RELATIVE_DATES), localDate()], {
        error: `must be ${RELATIVE_DATES.join(', ')} or a date such as 2026-11-21`,
      }),
    ),
  })
  .check((context) => {
    const { from, to, date } = context.value;
    const refuse = refuseIn(context);
    for (const [name, value] of Object.entries({ from, to })) {
      if (date !== undefined && value !== undefined) refuse(name, 'must be left out beside date');
      if (date === undefined && value === undefined) refuse(name, 'is required unless date is given');
    }
    if (date !== undefined || from === undefined || to === undefined) return;
    if (to <= from) refuse('to', 'must be later than from');
    if (to - from > MAX_REBUILD_DAYS * DAY_MS)
      refuse('to', `must be at most ${MAX_REBUILD_DAYS} days after from`);
  });
export type AggregationRequest = z.output<typeof aggregationRequestSchema>;
