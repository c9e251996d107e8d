import { HOUR_OUTCOMES, PERIODS, RECORD_SOURCES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { qualityHistoryResponse } from './quality-history-response.ts';
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

/** The expected and the actual count of a period. */
export const completenessResponse = z.object({
  expected: sum('Requests that the statistics should count.'),
  found: sum('Requests that the statistics count.'),
  ratio: z
    .number()
    .check(z.describe('`found` divided by `expected`, rounded down to six decimal places; 1 if both are 0.')),
});
export type CompletenessResponse = Immutable<typeof completenessResponse>;

/** One difference between actual and expected figures. */
export const qualityDifferenceResponse = z.object({
  where: text('`records`, `leaf`, `hour`, `day`, `month`, `dimensions` or `lists`.'),
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

/** What one source reported of the hours that were read. */
export const sourceCoverageResponse = z.object({
  source: z.enum(RECORD_SOURCES),
  records: quantity('Records whose figures are those of a report of this source.'),
  partialRecords: quantity('Of calls that broke off, and that no later report completed.'),
  totalsOnlyRecords: quantity('Of which no report knew more than totals.'),
  recordsWithoutUser: quantity('That name no user.'),
  unpricedRecords: quantity('Of which something has no price.'),
  lastHeardAt: z.exactOptional(
    instantText('When a report of the source was last received, to five minutes; absent if none was.'),
  ),
  silent: flag(
    'Whether it has not been heard for longer than `monitoring.silentSourceMinutes`, while others were busy.',
  ),
});
export type SourceCoverageResponse = Immutable<typeof sourceCoverageResponse>;

/** The body of `GET /v1/quality`. */
export const qualityResponse = z.object({
  asOf: instantText('When the check began.'),
  range: rangeResponse,
  status: z.enum(['ok', 'differences']).check(z.describe('`ok` if no differences were found.')),
  complete: flag('Whether the whole range was checked.'),
  next: z.exactOptional(instantText('Pass as `from` to check the rest of the range.')),
  hours: z
    .record(z.enum(HOUR_OUTCOMES), z.int().check(z.gte(0)))
    .check(z.describe('How many hours of the range were compared, or were not and why.')),
  completeness: z.record(z.enum(PERIODS), completenessResponse),
  consistency: z.object({
    differences: quantity('The number of differences.'),
    first: z.array(qualityDifferenceResponse).check(z.describe('The first 20 differences.')),
  }),
  sample: z.object({
    copies: quantity('Copies in segments whose raw records were looked up.'),
    claims: quantity('Raw records whose copies were looked up.'),
  }),
  usage: z.object({
    records: quantity('Distinct ones, in the segments that were read.'),
    lateRecords: quantity('Received more than an hour after they occurred.'),
    completions: quantity(
      'How often a later report changed a record: it knew more, or another name of the call.',
    ),
    clockClampedRecords: quantity('Those with the time of receipt for a time in the future.'),
    requests: sum('Calls that the statistics count.'),
    cacheCreationTokens: sum('Tokens written to the prompt cache.'),
    unattributedTokens: sum('Of these, tokens whose time-to-live was not reported.'),
    unattributedShare: ratioOf(
      'The share of unattributed cache creation tokens, rounded down to six decimal places.',
    ),
    unpricedRequests: sum('Requests that are partly or wholly without a price.'),
    uncertainRequests: sum('Requests priced by an assumption.'),
  }),
  coverage: z
    .object({
      hoursRead: quantity('Hours of the range whose records were read.'),
      complete: flag(
        'False when records of the range were not read: of the hour under way, of frozen or too large hours, or after `next`.',
      ),
      sources: z
        .array(sourceCoverageResponse)
        .check(z.describe('Those with records in these hours, and those that were ever heard.')),
    })
    .check(z.describe('Records by how they were captured.')),
  witnessed: z
    .object({
      seen: quantity('Spans of calls that Anthropic’s telemetry destination delivered.'),
      held: quantity('Of calls that another source had reported.'),
      recorded: quantity('Of calls that nobody else had reported: recorded, as totals only.'),
      withoutIdentity: quantity('Without a request id and a message id: neither looked up nor recorded.'),
    })
    .check(z.describe('Approximate: a span that is delivered again counts again.')),
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
  history: qualityHistoryResponse.check(z.describe('What the audit of each night found.')),
  quarantined: z
    .object({
      records: quantity('Quarantined records that were received in the range.'),
      complete: flag('False if there are more.'),
    })
    .check(z.describe('Records that cannot be counted unless they are corrected.')),
});
export type QualityResponse = Immutable<typeof qualityResponse>;
