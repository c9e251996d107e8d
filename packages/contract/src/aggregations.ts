import { DAY_MS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { instant, refuseIn } from './query-parameters.ts';
import { MAX_REBUILD_DAYS } from './rebuild.ts';

/** The most pending hours, days and months listed individually. */
export const MAX_SHOWN_PENDING = 1000;

/** The body of `POST /v1/aggregations`. The function checks it against hours and the clock. */
export const aggregationRequestSchema = z
  .strictObject({
    from: instant(),
    /** Exclusive. */
    to: instant(),
  })
  .check((context) => {
    const { from, to } = context.value;
    const refuse = refuseIn(context);
    if (to <= from) refuse('to', 'must be later than from');
    if (to - from > MAX_REBUILD_DAYS * DAY_MS)
      refuse('to', `must be at most ${MAX_REBUILD_DAYS} days after from`);
  });
