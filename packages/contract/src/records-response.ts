import {
  RECORD_DETAILS,
  RECORD_SOURCES,
  RECORD_STATUSES,
  TOKEN_KINDS,
  type TokenKind,
  UNPRICED_REASONS,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { tokensResponse } from './measures-response.ts';
import {
  decimalText,
  flag,
  type Immutable,
  instantText,
  nextCursor,
  optionalName,
  quantity,
  text,
} from './response-parts.ts';

/** One line of the bill of a call. */
export const priceLineResponse = z.object({
  model: text('Whose price it is.'),
  kind: z
    .enum([...TOKEN_KINDS, 'webSearch'])
    .check(z.describe('The counter of tokens, or searches on the web.')),
  quantity: quantity('How many.'),
  per: z.int().check(z.describe('How many the prices are for: 1,000,000 tokens or 1,000 searches.')),
  price: decimalText('After discounts and with everything that raises or lowers it.'),
  listPrice: decimalText('The same before discounts.'),
  usd: decimalText('After discounts, exact: lines are not rounded, their sum is.'),
});

export const recordCostResponse = z
  .object({
    usd: decimalText('After discounts.'),
    listUsd: decimalText('Before discounts.'),
    unpriced: z
      .array(z.enum(UNPRICED_REASONS))
      .check(z.describe('Why something of it is in neither; empty if everything has a price.')),
    uncertain: flag('Whether it was priced by an assumption.'),
    lines: z.exactOptional(
      z
        .array(priceLineResponse)
        .check(z.describe('What adds up to it; only where records are asked for by their name.')),
    ),
  })
  .check(z.describe('What the call costs by the prices of its hour, in US dollars as decimal texts.'));
export type RecordCostResponse = Immutable<typeof recordCostResponse>;

/** The counters of one step; every token of it is in those of its record, or not billed. */
export const iterationResponse = z.object({
  type: text('As the response names it.'),
  model: z.exactOptional(text('If another one than that of the record.')),
  tokens: z.object({
    input: quantity('Uncached prompt tokens.'),
    output: quantity('All output tokens.'),
    cacheCreation5m: quantity('Written to the prompt cache for five minutes.'),
    cacheCreation1h: quantity('Written to the prompt cache for an hour.'),
    cacheCreationUnattributed: quantity(
      'Written to the prompt cache for a time that the report does not give.',
    ),
    cacheRead: quantity('Read from the prompt cache.'),
  } satisfies Record<TokenKind, z.ZodMiniNumber<number>>),
});

const optionalText = (description: string) => z.exactOptional(text(description));

/** One record; what was not reported is absent. */
export const recordResponse = z.object({
  requestId: text('The name under which it counts once, among those of its access key.'),
  otherName: optionalText('The other name of the call: it can be found by either.'),
  occurredAt: instantText('When the call was made.'),
  receivedAt: instantText('When it was reported.'),
  accessKeyId: text('The access key it was reported with or for.'),
  accessKeyName: optionalName(),
  userId: optionalText('The user the call was for.'),
  userName: optionalName(),
  model: text('As Anthropic named it.'),
  feature: optionalText('What the call was for.'),
  status: z.enum(RECORD_STATUSES),
  detail: z.exactOptional(
    z
      .enum(RECORD_DETAILS)
      .check(z.describe('`totals`: the counters are right; what else decides the price is unknown.')),
  ),
  source: z.enum(RECORD_SOURCES).check(z.describe('How the report was captured whose figures count.')),
  revision: z.exactOptional(
    quantity('How often a later report completed it, plus 1; absent where none did.'),
  ),
  /** Those that are counted and priced: billed ones. */
  tokens: tokensResponse,
  reportedTokens: z.exactOptional(tokensResponse),
  cost: recordCostResponse,
  endpoint: optionalText('What was called.'),
  stopReason: optionalText('How it ended.'),
  temperature: z.exactOptional(z.number().check(z.describe('As requested.'))),
  maxTokens: z.exactOptional(quantity('As requested.')),
  serviceTier: optionalText('As served.'),
  inferenceGeo: optionalText('As served.'),
  speed: optionalText('As served.'),
  thinkingTokens: z.exactOptional(quantity('Of the output tokens.')),
  webSearchRequests: z.exactOptional(quantity('Searches on the web that the server made.')),
  webFetchRequests: z.exactOptional(quantity('Pages of the web that the server fetched.')),
  iterations: z.exactOptional(
    z.array(iterationResponse).check(z.describe('The steps of the call, where it had some.')),
  ),
  fallbackCredit: optionalText('What became of the fallback credit that the request presented.'),
  billedTo: z.exactOptional(
    z
      .literal('user_profile')
      .check(z.describe('Present when another organization pays: the call then costs nothing here.')),
  ),
  metadata: z.exactOptional(
    z.record(z.string(), z.string()).check(z.describe('Labels of the producer’s own.')),
  ),
  clockClamped: z.exactOptional(
    flag('True when the time of receipt stands in for a time that was in the future.'),
  ),
  timeMissing: z.exactOptional(
    flag('True when the time of receipt stands in for a time that was not reported.'),
  ),
});
export type RecordResponse = Immutable<typeof recordResponse>;

/** The body of `GET /v1/records`. */
export const recordsResponse = z.object({
  asOf: instantText('The answer includes everything recorded by then.'),
  records: z
    .array(recordResponse)
    .check(z.describe('A page may be short, or empty, and still have a `nextCursor`.')),
  nextCursor: nextCursor(),
});
export type RecordsResponse = Immutable<typeof recordsResponse>;
