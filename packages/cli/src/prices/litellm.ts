import { isJsonObject, PRICED_KINDS, type PricedKind } from '@token-ledger/core';
import { type ListedPrice, type ListedPrices, shiftDecimal } from './listed-price.ts';

/*
 * LiteLLM's table of prices, `model_prices_and_context_window.json`: one object per model, prices as JSON numbers in US
 * dollars per token, such as 3e-06. Their text is read, never a floating-point number.
 */

const FIELDS = {
  input: 'input_cost_per_token',
  output: 'output_cost_per_token',
  cacheCreation5m: 'cache_creation_input_token_cost',
  cacheCreation1h: 'cache_creation_input_token_cost_above_1hr',
  cacheRead: 'cache_read_input_token_cost',
} as const satisfies Record<PricedKind, string>;

/** Ids that Bedrock's API accepts. The others begin with a region, or with a route of LiteLLM. */
const BEDROCK_ID = /^(?:[a-z-]+\.)?anthropic\./;

/** Reads the prices of Anthropic's models, its own and Bedrock's. Throws a `SyntaxError` or `TypeError` if the text is not such a table. */
export function readLiteLlmTable(text: string): ListedPrices {
  const table: unknown = JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? { number: context?.source ?? String(value) } : value,
  );
  if (!isJsonObject(table)) throw new TypeError('The table must be a JSON object with one field per model.');
  const models = new Map<string, readonly ListedPrice[]>();
  for (const [model, fields] of Object.entries(table)) {
    if (isJsonObject(fields) && isOfAnthropic(model, fields['litellm_provider']))
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
    if (!kind || !isJsonObject(value) || typeof value['number'] !== 'string') return [];
    const promptTokens = thousands === undefined ? {} : { promptTokens: Number(thousands) * 1_000 };
    return [{ field, kind, ...promptTokens, usd: shiftDecimal(value['number'], 6) }];
  });
}
