import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isJsonObject, PRICED_KINDS, type PricedKind } from '@token-ledger/core';
import { type ListedPrice, type ListedPrices, shiftDecimal } from './listed-price.ts';

/*
 * The table of genai-prices, from its Python package: `genai_prices/data.py`. A model has prices, or a list of prices each
 * with its first day, and variants of them, such as that of speed `fast`.
 */

const FIELDS = {
  input: 'input_mtok',
  output: 'output_mtok',
  cacheCreation5m: 'cache_write_mtok',
  cacheCreation1h: 'cache_write_1h_mtok',
  cacheRead: 'cache_read_mtok',
} as const satisfies Record<PricedKind, string>;

type Json = Readonly<Record<string, unknown>>;

/** Reads the prices of a day. Rejects if the file is not such a module, or Python is missing. */
export async function readGenaiPricesTable(path: string, day: string): Promise<ListedPrices> {
  const reader = join(import.meta.dirname, 'genai_prices.py');
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(process.env['PYTHON'] ?? 'python3', [reader, path], options);
  const models = JSON.parse(stdout) as readonly Json[];
  return new Map(models.map((model) => [text(model['id']), pricesOf(model, day)]));
}

function pricesOf({ prices, price_variants: variants }: Json, day: string): readonly ListedPrice[] {
  const fast = list(variants).find(({ when }) => isJsonObject(when) && when['speed'] === 'fast');
  return [
    ...read(currentOf(prices, day), {}),
    // Only input and output: the prices of the cache follow from them.
    ...read(fast && currentOf(fast['prices'], day), { fast: true }).filter(
      ({ kind }) => kind === 'input' || kind === 'output',
    ),
  ];
}

/** Of dated prices, the last that began by a day. */
function currentOf(prices: unknown, day: string): unknown {
  if (!Array.isArray(prices)) return prices;
  const since = ({ constraint }: Json) => (isJsonObject(constraint) ? text(constraint['start_date']) : '');
  return list(prices).findLast((dated) => since(dated) <= day)?.['prices'];
}

function read(prices: unknown, condition: { readonly fast?: true }): readonly ListedPrice[] {
  if (!isJsonObject(prices)) return [];
  return PRICED_KINDS.flatMap((kind) => {
    const field = FIELDS[kind];
    const price = prices[field];
    if (typeof price === 'string') return [{ field, kind, ...condition, usd: shiftDecimal(price, 0) }];
    if (!isJsonObject(price)) return [];
    const tiers = list(price['tiers']).map((tier) => {
      const promptTokens = Number(tier['start']);
      const usd = shiftDecimal(text(tier['price']), 0);
      return { field: `${field} above ${promptTokens}`, kind, promptTokens, ...condition, usd };
    });
    return [{ field, kind, ...condition, usd: shiftDecimal(text(price['base']), 0) }, ...tiers];
  });
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
