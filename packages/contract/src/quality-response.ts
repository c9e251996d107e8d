import { HOUR_OUTCOMES, PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  flag,
  type Immutable,
  instantText,
  optionalName,
  quantity,
  rangeResponse,
  ratioOf,
  sum,
  text,
} from './response-parts.ts';

/** What a period counts of what it should. */
export const completenessResponse = z.object({
  expected: sum('Requests it should count.'),
  found: sum('Requests it counts.'),
  ratio: z
    .number()
    .check(
      z.describe(
        '`found` by `expected`, rounded down to six digits; 1 where nothing is expected and nothing found.',
      ),
    ),
});
export type CompletenessResponse = Immutable<typeof completenessResponse>;

/** One thing that is not as it must be. */
export const qualityDifferenceResponse = z.object({
  where: text('`records`, `leaf`, `hour`, `day`, `month` or `dimensions`.'),
  from: instantText('Of the leaf, hour, day or month.'),
  /** Of a record. */
  accessKeyId: z.exactOptional(z.string()),
  requestId: z.exactOptional(z.string()),
  dimension: z.exactOptional(z.string()),
  id: z.exactOptional(z.string()),
  name: optionalName(),
  model: z.exactOptional(z.string()),
  feature: z.exactOptional(z.string()),
  measure: z.exactOptional(z.string()),
  expected: z.string(),
  found: z.string(),
});
export type QualityDifferenceResponse = Immutable<typeof qualityDifferenceResponse>;

/** The body of `GET /v1/quality`. */
export const qualityResponse = z.object({
  asOf: instantText('When it was looked at.'),
  range: rangeResponse,
  status: z.enum(['ok', 'differences']).check(z.describe('`ok` if nothing differs in what was looked at.')),
  complete: flag('Whether all of the range was looked at.'),
  next: z.exactOptional(instantText('Ask for the rest with this as `from`.')),
  hours: z
    .record(z.enum(HOUR_OUTCOMES), z.int().check(z.gte(0)))
    .check(z.describe('How many hours of the range were compared, or why not.')),
  completeness: z.record(z.enum(PERIODS), completenessResponse),
  consistency: z.object({
    differences: quantity('How many there are.'),
    first: z.array(qualityDifferenceResponse).check(z.describe('The first 20.')),
  }),
  sample: z.object({
    copies: quantity('Copies in segments whose raw record was looked up.'),
    claims: quantity('Raw records whose copy was looked up.'),
  }),
  usage: z.object({
    records: quantity('Distinct ones, in the segments that were read.'),
    lateRecords: quantity('Received more than an hour after they occurred.'),
    completions: quantity(
      'How often a later report changed a record: it knew more, or another name of the call.',
    ),
    clockClampedRecords: quantity('Those with the time of receipt for a time in the future.'),
    requests: sum('Calls that the statistics count.'),
    cacheCreationTokens: sum('Written to the prompt cache.'),
    unattributedTokens: sum('Of these, those with a time-to-live that was not told.'),
    unattributedShare: ratioOf('Of the cache creation tokens, rounded down to six digits.'),
    unpricedRequests: sum('Requests something of which has no price.'),
    uncertainRequests: sum('Requests priced by an assumption.'),
  }),
  conflicts: z
    .object({
      reports: quantity('Received in the range.'),
      complete: flag('False when there are more.'),
    })
    .check(z.describe('Reports that contradict a record: `GET /v1/conflicts` lists them.')),
  unpriced: z
    .object({
      models: z
        .array(
          z.object({ model: text('As it was reported.'), requests: sum('Of which something has no price.') }),
        )
        .check(z.describe('The most frequent first, at most 20.')),
      complete: flag('False when there are more.'),
    })
    .check(z.describe('Models something of which has no price, the hour under way included.')),
  quarantined: z
    .object({
      records: quantity('Received in the range, and set aside.'),
      complete: flag('False when there are more.'),
    })
    .check(z.describe('Records that can never be counted as they are.')),
});
export type QualityResponse = Immutable<typeof qualityResponse>;
