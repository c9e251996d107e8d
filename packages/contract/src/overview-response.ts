import { MAGNITUDES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { measuresResponse } from './measures-response.ts';
import { type Immutable, quantity, rangeResponse } from './response-parts.ts';
import { answerNotesShape, subjectShape } from './statistics-response.ts';
import { shareResponse } from './top-consumers-response.ts';
import { rangeTotals } from './trends-response.ts';

export const sharesResponse = z.object({
  count: quantity('How many there are, told or not.'),
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
    .check(z.describe('Access keys that used anything; null unless everything is asked for.')),
  activeUsers: z
    .nullable(z.int().check(z.gte(0)))
    .check(z.describe('Users that used anything; null unless everything is asked for.')),
  models: sharesResponse,
  features: sharesResponse,
  previous: z
    .nullable(rangeTotals)
    .check(z.describe('The range of the same length before; null where it cannot be told any more.')),
  change: z
    .nullable(z.record(z.enum(MAGNITUDES), z.nullable(z.number())))
    .check(
      z.describe(
        'How much more than in the previous range, in relation to it: 0.25 is a quarter more; null from nothing.',
      ),
    ),
});
export type OverviewResponse = Immutable<typeof overviewResponse>;
