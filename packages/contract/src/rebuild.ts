import { DAY_MS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { instant } from './moment.ts';

/** The longest range of one rebuild. */
export const MAX_REBUILD_DAYS = 400;

/** The largest body of `POST /v1/rebuilds`: three short fields. */
export const MAX_REBUILD_BODY_BYTES = 10_000;

/** The body of `POST /v1/rebuilds`. The function checks it against hours, the clock and the retention. */
export const rebuildRequestSchema = z
  .strictObject({
    from: instant(),
    /** Exclusive. */
    to: instant(),
    /** Allow statistics to decrease as well. */
    repair: z._default(z.boolean('must be true or false'), false),
  })
  .check((context) => {
    const { from, to } = context.value;
    const refuse = (message: string) =>
      context.issues.push({ code: 'custom', path: ['to'], message, input: undefined });
    if (to <= from) refuse('must be later than from');
    if (to - from > MAX_REBUILD_DAYS * DAY_MS) refuse(`must be at most ${MAX_REBUILD_DAYS} days after from`);
  });
export type RebuildRequest = z.output<typeof rebuildRequestSchema>;
