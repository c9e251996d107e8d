import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import type { PricedCall } from './random-calls.ts';

/*
 * What a call costs by the published prices, worked out by hand, apart from the code that is measured: which prices hold, then one
 * product for each kind of tokens, in whole pico-dollars.
 */

/** In pico-dollars. @throws Error if the book has no price for the model at the time */
export function publishedPicoDollars({ model, usage, occurredAtMs }: PricedCall): bigint {
  const day = new Date(occurredAtMs).toISOString().slice(0, 10);
  const entry = SHIPPED_PRICE_BOOK.entries.find(
    ({ model: listed, effectiveFrom = '', effectiveTo = '9999' }) =>
      listed === model && effectiveFrom <= day && day < effectiveTo,
  );
  if (entry === undefined) throw new Error(`There is no price of ${model} on ${day}.`);
  const [fiveMinutes, hour] = [
    usage.cache_creation.ephemeral_5m_input_tokens,
    usage.cache_creation.ephemeral_1h_input_tokens,
  ];
  const read = usage.cache_read_input_tokens;
  const prompt = usage.input_tokens + fiveMinutes + hour + read;
  const isFast = usage.speed === 'fast' && entry.fast !== undefined;
  const isLong = !isFast && entry.above !== undefined && prompt > entry.above.promptTokens;
  const listed = isLong && entry.above ? entry.above : entry;
  const [input, output] =
    isFast && entry.fast ? [entry.fast.input, entry.fast.output] : [listed.input, listed.output];
  // Fast cache prices keep their ratios to the input price.
  const scale = isFast ? Number(input) / Number(entry.input) : 1;
  const lines: readonly (readonly [tokens: number, price: number])[] = [
    [usage.input_tokens, Number(input)],
    [fiveMinutes, Number(listed.cacheCreation5m) * scale],
    [hour, Number(listed.cacheCreation1h) * scale],
    [read, Number(listed.cacheRead) * scale],
    [usage.output_tokens, Number(output)],
  ];
  const sum = lines.reduce(
    (total, [tokens, price]) => total + BigInt(tokens) * BigInt(Math.round(price * 1e6)),
    0n,
  );
  const inTheUs = usage.inference_geo === 'us' && entry.usSurcharge === true ? (sum * 11n) / 10n : sum;
  return usage.service_tier === 'batch' ? inTheUs / 2n : inTheUs;
}
