import { PRICED_KINDS, type PricedKind } from '@token-ledger/core';
import { isObject, type ListedPrice, type ListedPrices, shiftDecimal } from './listed-price.ts';

/*
 * LiteLLM's table of prices, `model_prices_and_context_window.json`: one object a model, prices as JSON numbers of US
 * dollars a token, such as 3e-06. They are read by their text, never as floating-point numbers.
 */

const FIELDS = {
  input: 'input_cost_per_token',
  output: 'output_cost_per_token',
  cacheCreation5m: 'cache_creation_input_token_cost',
  cacheCreation1h: 'cache_creation_input_token_cost_above_1hr',
  cacheRead: 'cache_read_input_token_cost',
} as const satisfies Record<PricedKind, string>;

/** Ids as Bedrock's API takes them; others begin with a region or route of LiteLLM's own. */
const BEDROCK_ID = /^(?:[a-z-]+\.)?anthropic\./;

/** Reads the prices of Anthropic's own models and of those in Bedrock. Throws a `SyntaxError` or `TypeError` for what is no such table. */
export function readLiteLlmTable(text: string): ListedPrices {
  const table: unknown = JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? { number: context?.source ?? String(value) } : value,
  );
  if (!isObject(table)) throw new TypeError('The table must be a JSON object with one field a model.');
  const models = new Map<string, readonly ListedPrice[]>();
  for (const [model, fields] of Object.entries(table)) {
    if (isObject(fields) && isOfAnthropic(model, fields['litellm_provider']))
      models.set(model, pricesOf(fields));
  }
  return models;
}

function isOfAnthropic(model: string, provider: unknown): boolean {
  return provider === 'anthropic' || (String(provider).startsWith('bedrock') && BEDROCK_ID.test(model));
}

function pricesOf(fields: Readonly<Record<string, unknown>>): readonly ListedPrice[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    const [, name = field, thousands] = /^(.+)_above_(\d+)k_tokens$/.exec(field) ?? [];
    const kind = PRICED_KINDS.find((each) => FIELDS[each] === name);
    if (!kind || !isObject(value) || typeof value['number'] !== 'string') return [];
    const promptTokens = thousands === undefined ? {} : { promptTokens: Number(thousands) * 1_000 };
    return [{ field, kind, ...promptTokens, usd: shiftDecimal(value['number'], 6) }];
  });
}
