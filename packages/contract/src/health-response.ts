import * as z from 'zod/mini';
import { instantText, quantity, type Told } from './response-parts.ts';

/** The body of `GET /v1/health`. */
export const healthResponse = z.object({
  status: z
    .enum(['ok', 'lagging'])
    .check(
      z.describe(
        '`lagging`: a closed hour waits for its roll-up longer than it should, or no run completed lately.',
      ),
    ),
  asOf: instantText('When this was so.'),
  rollUp: z.object({
    lastCompletedAt: z.exactOptional(instantText('Absent before the first time.')),
    pending: z
      .object({ hour: quantity('Hours.'), day: quantity('Days.'), month: quantity('Months.') })
      .check(z.describe('Hours, days and months that are over and not rolled up yet.')),
    oldestPendingSeconds: quantity('How long the oldest of them has been waiting.'),
  }),
});
export type HealthResponse = Told<typeof healthResponse>;
