import { MAGNITUDES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { measuresResponse } from './measures-response.ts';
import { type Immutable, quantity, rangeResponse } from './response-parts.ts';
import { answerNotesShape, subjectShape } from './statistics-response.ts';
import { shareResponse } from './top-consumers-response.ts';
import { rangeTotals } from './trends-response.ts';

export const sharesResponse = z.object({
  count: quantity('How many there are, including those not listed.'),
  top: z.array(shareResponse).check(z.describe('By total tokens, the largest first; at most 100.')),
});
export type SharesResponse = Immutable<typeof sharesResponse>;

/** The body of `GET /v1/overview`. */
export const overviewResponse = z.object({
  ...subjectShape,
  range: rangeResponse,
  ...answerNotesShape,
  totals: measuresResponse,
  activeAccessKeys: z
    .nullable(z.int().check(z.gte(0)))
    .check(
      z.describe(
        'Access keys with usage; null unless the overview is about everything, and with `active=false`.',
      ),
    ),
  activeUsers: z
    .nullable(z.int().check(z.gte(0)))
    .check(
      z.describe(
        'Users with usage, without that which names none; null unless the overview is about everything, and with `active=false`.',
      ),
    ),
  models: sharesResponse,
  features: sharesResponse,
  previous: z
    .nullable(rangeTotals)
    .check(
      z.describe('The range to compare with, as large and cut alike; null if its usage is no longer kept.'),
    ),
  change: z
    .nullable(z.record(z.enum(MAGNITUDES), z.nullable(z.number())))
    .check(
      z.describe(
        'The change relative to the previous range: 0.25 is a quarter more; null if the previous value is 0.',
      ),
    ),
});
export type OverviewResponse = Immutable<typeof overviewResponse>;
