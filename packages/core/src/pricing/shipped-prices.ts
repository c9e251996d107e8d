import { withoutAbsent } from '../util/without-absent.ts';
import type { PriceBook, PriceEntry, TokenPrices } from './price-book.ts';

/*
 * The list prices the product comes with, in US dollars per million tokens. `npm run compare-prices` holds them against
 * another table. A new price is a new row: an old one only ever gets its `effectiveTo`, so that what was computed stays.
 */

const ORIGIN = { source: 'https://platform.claude.com/docs/en/about-claude/pricing', asOf: '2026-11-21' };
/** Of models that the page did not show that day: newer ones, and those that were retired. */
const TABLE = { source: 'https://github.com/pydantic/genai-prices', asOf: '2026-11-29' };

/** Input, cache writes of 5 minutes and of 1 hour, cache reads, output. */
const FABLE_5 = '10 12.5 20 1 50';
const FABLE_5_1 = '10 12.5 20 0.25 50';
const FABLE_5_2 = '8 10 16 0.2 40';
const OPUS_4 = '15 18.75 30 1.5 75';
const OPUS = '5 6.25 10 0.5 25';
const SONNET_4 = '3 3.75 6 0.3 15';
const SONNET_5 = '2 2.5 4 0.2 10';

const US = { usSurcharge: true };
/** Models from before 4.5 cost the same in every geography of Bedrock. */
const FLAT = { bedrockSurcharge: false };
const OPUS_LONG = { above: { promptTokens: 200_000, ...prices('10 12.5 20 1 37.5') } };
const SONNET_4_LONG = { above: { promptTokens: 200_000, ...prices('6 7.5 12 0.6 22.5') } };
const HAIKU_5_5_LONG = { above: { promptTokens: 100_000, ...prices('0.5 0.625 1 0.05 2.5') } };
const OPUS_FAST = { fast: { input: '10', output: '50' } };
const SINCE_FABLE_5_2 = { effectiveFrom: '2026-11-09', fast: { input: '16', output: '80' }, ...US, ...TABLE };
/** No longer served, for imports of history; from before 4.5 all of them. */
const RETIRED = { ...FLAT, ...TABLE };

const ROWS: readonly (readonly [model: string, prices: string, rest?: Partial<PriceEntry>])[] = [
  ['claude-fable-5-2', FABLE_5_2, SINCE_FABLE_5_2],
  ['claude-mythos-5-2', FABLE_5_2, SINCE_FABLE_5_2],
  ['claude-fable-5-1', FABLE_5_1, { effectiveFrom: '2026-09-01', ...US }],
  ['claude-mythos-5-1', FABLE_5_1, { effectiveFrom: '2026-09-01', ...US }],
  ['claude-fable-5', FABLE_5, US],
  ['claude-mythos-5', FABLE_5, US],
  ['claude-mythos-preview', '25 31.25 50 2.5 125', { doubtful: true, ...US, ...TABLE }],
  [
    'claude-opus-5-5',
    '4 5 8 0.2 20',
    { effectiveFrom: '2026-09-22', fast: { input: '8', output: '40' }, ...US },
  ],
  ['claude-opus-5', OPUS, { effectiveFrom: '2026-07-24', ...OPUS_FAST, ...US }],
  ['claude-opus-4-8', OPUS, { ...OPUS_FAST, ...US }],
  ['claude-opus-4-7', OPUS, US],
  ['claude-opus-4-6', OPUS, { effectiveTo: '2026-03-12', ...OPUS_LONG, ...US }],
  ['claude-opus-4-6', OPUS, { effectiveFrom: '2026-03-12', ...US }],
  ['claude-opus-4-5', OPUS],
  ['claude-opus-4-1', OPUS_4, FLAT],
  ['claude-opus-4', OPUS_4, FLAT],
  ['claude-3-opus', OPUS_4, RETIRED],
  ['claude-sonnet-5-5', SONNET_5, { effectiveFrom: '2026-09-28', effectiveTo: '2026-10-07', ...US }],
  ['claude-sonnet-5-5', '2 2.5 4 0.1 10', { effectiveFrom: '2026-10-07', ...US }],
  ['claude-sonnet-5', SONNET_5, US],
  ['claude-sonnet-4-6', SONNET_4, { effectiveTo: '2026-03-12', ...SONNET_4_LONG, ...US }],
  ['claude-sonnet-4-6', SONNET_4, { effectiveFrom: '2026-03-12', ...US }],
  ['claude-sonnet-4-5', SONNET_4, { effectiveTo: '2026-04-30', ...SONNET_4_LONG }],
  ['claude-sonnet-4-5', SONNET_4, { effectiveFrom: '2026-04-30' }],
  ['claude-sonnet-4', SONNET_4, { effectiveTo: '2026-04-30', ...SONNET_4_LONG, ...FLAT }],
  ['claude-sonnet-4', SONNET_4, { effectiveFrom: '2026-04-30', ...FLAT }],
  ['claude-3-7-sonnet', SONNET_4, FLAT],
  ['claude-3-5-sonnet', SONNET_4, RETIRED],
  ['claude-3-sonnet', '3 15', RETIRED],
  ['claude-haiku-5-5', '0.1 0.125 0.2 0.01 0.5', { effectiveFrom: '2026-10-07', ...HAIKU_5_5_LONG, ...US }],
  ['claude-haiku-4-5', '1 1.25 2 0.1 5'],
  ['claude-3-5-haiku', '0.8 1 1.6 0.08 4', FLAT],
  ['claude-3-haiku', '0.25 0.3 0.5 0.03 1.25', FLAT],
  ['claude-2.1', '8 24', RETIRED],
  ['claude-2.0', '8 24', RETIRED],
  ['anthropic.claude-v2:1', '8 24', RETIRED],
  ['anthropic.claude-v2', '8 24', RETIRED],
];

/** Anthropic's list prices as far as they are known. Without a price: Priority Tier and models that are not in here. */
export const SHIPPED_PRICE_BOOK: PriceBook = {
  currency: 'USD',
  entries: ROWS.map(([model, row, rest]) => ({
    model,
    ...prices(row),
    bedrockSurcharge: true,
    ...ORIGIN,
    ...rest,
  })),
  webSearches: [{ perThousand: '10', ...ORIGIN }],
  overrides: [],
};

/** Those of the cache may be missing. */
function prices(row: string): TokenPrices {
  const [input = '', ...others] = row.split(' ');
  const output = others.pop() ?? '';
  const [cacheCreation5m, cacheCreation1h, cacheRead] = others;
  return { input, output, ...withoutAbsent({ cacheCreation5m, cacheCreation1h, cacheRead }) };
}
