import * as z from 'zod/mini';
import { instant } from './query-parameters.ts';

/** The longest range of one question; `npm run audit` knows no limit. */
export const MAX_QUALITY_RANGE_DAYS = 31;

const DAY_MS = 86_400_000;

/** The query parameters of `GET /v1/quality`, as strings on the wire. Unknown parameters are refused. */
export const qualityQuery = z
  .strictObject({
    from: instant(),
    /** Exclusive. Default: now. */
    to: z.optional(instant()),
  })
  .check((context) => {
    const { from, to } = context.value;
    const refuse = (message: string) =>
      context.issues.push({ code: 'custom', path: ['to'], message, input: undefined });
    if (to === undefined) return;
    if (to <= from) refuse('must be later than from');
    if (to - from > MAX_QUALITY_RANGE_DAYS * DAY_MS)
      refuse(`must be at most ${MAX_QUALITY_RANGE_DAYS} days after from`);
  });
