import { type CostMeasure, type MeasureName, type TokenKind } from '@token-ledger/core';
import * as z from 'zod/mini';
import { decimalText, type Immutable, type jsonInteger, ratioOf, sum } from './response-parts.ts';

type CountMeasure = Exclude<MeasureName, TokenKind | CostMeasure | 'unreportedTokens'>;

const COUNTS: Readonly<Record<CountMeasure, string>> = {
  requests: 'Calls, including failed ones.',
  errors: 'Calls that failed.',
};

const TOKENS: Readonly<Record<TokenKind, string>> = {
  input: 'Uncached prompt tokens.',
  output: 'All output tokens, including thinking.',
  cacheCreation5m: 'Written to the prompt cache with a time-to-live of five minutes.',
  cacheCreation1h: 'Written to the prompt cache with a time-to-live of one hour.',
  cacheCreationUnattributed:
    'Written to the prompt cache with a time-to-live that the response did not report.',
  cacheRead: 'Read from the prompt cache.',
};

/** The counters are disjoint: no token is in two of them. */
const tokensShape = {
  ...described(TOKENS),
  total: sum('Input, output, cache creation and cache read together.'),
  effective: sum('Input and output.'),
};
export const tokensResponse = z
  .object(tokensShape)
  .check(z.describe('Disjoint counters, and two sums of them.'));
export type TokensResponse = Immutable<typeof tokensResponse>;

export const billedTokensResponse = z
  .object({
    ...tokensShape,
    reported: sum(
      'The total by the counters of the responses alone, without what compaction, advisors and declined attempts used.',
    ),
  })
  .check(z.describe('Billed tokens: disjoint counters, two sums of them, and what was reported of them.'));

export const costResponse = z
  .object({
    usd: decimalText('After discounts.'),
    listUsd: decimalText('Before discounts.'),
    unpricedRequests: sum('Requests something of which has no price and is in neither sum.'),
    uncertainRequests: sum('Requests priced by an assumption, so that the bill may differ a little.'),
    billedElsewhereRequests: sum('Requests that another organization pays for; in neither sum.'),
  })
  .check(z.describe('The cost of the calls, in US dollars as decimal texts, exact to the nano-dollar.'));
export type CostResponse = Immutable<typeof costResponse>;

/** Sums over usage: every stored measure, with the tokens in one object and the cost in another. */
export const measuresShape = {
  ...described(COUNTS),
  tokens: billedTokensResponse,
  cost: costResponse,
  averageTokensPerRequest: z
    .nullable(z.number())
    .check(
      z.describe(
        'Total tokens a request, to two decimal places; null without requests, as of a model that worked only on requests of others.',
      ),
    ),
  cacheHitRate: z
    .nullable(ratioOf('The share of prompt tokens that were read from the prompt cache.'))
    .check(
      z.describe(
        'Cache reads, divided by input, cache creation and cache reads together; null without prompt tokens.',
      ),
    ),
};
export const measuresResponse = z.object(measuresShape);
export type MeasuresResponse = Immutable<typeof measuresResponse>;

function described<K extends string>(descriptions: Readonly<Record<K, string>>) {
  const schemas: Partial<Record<K, typeof jsonInteger>> = {};
  for (const name of Object.keys(descriptions) as K[]) schemas[name] = sum(descriptions[name]);
  return schemas as Record<K, typeof jsonInteger>;
}
