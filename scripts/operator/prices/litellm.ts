/*
 * LiteLLM's table of prices, `model_prices_and_context_window.json`: one object per model, prices as JSON numbers in US
 * dollars per token, such as 3e-06. Their text is read, never a floating-point number.
 */

/** Prices of one model by field name, as decimal texts of US dollars per million tokens. */
export type LiteLlmPrices = ReadonlyMap<string, string>;

/** Reads the prices of Anthropic's own models. Throws a `SyntaxError` or `TypeError` if the text is not such a table. */
export function readLiteLlmTable(text: string): ReadonlyMap<string, LiteLlmPrices> {
  const table: unknown = JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? { number: context?.source ?? String(value) } : value,
  );
  if (!isObject(table)) throw new TypeError('The table must be a JSON object with one field per model.');
  const models = new Map<string, LiteLlmPrices>();
  for (const [model, fields] of Object.entries(table)) {
    if (isObject(fields) && fields['litellm_provider'] === 'anthropic') models.set(model, pricesOf(fields));
  }
  return models;
}

/** The decimal text of a JSON number times 10^`shift`: `3e-06` times 10^6 is `3`. */
export function shiftDecimal(number: string, shift: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  if (whole === '') throw new TypeError(`${JSON.stringify(number)} is not a JSON number.`);
  const decimals = fraction.length - Number(exponent) - shift;
  const digits = (whole + fraction + '0'.repeat(Math.max(0, -decimals))).padStart(decimals + 1, '0');
  const point = digits.length - Math.max(0, decimals);
  const decimal = digits.slice(point).replace(/0+$/, '');
  return `${sign}${digits.slice(0, point).replace(/^0+(?=\d)/, '')}${decimal && `.${decimal}`}`;
}

function pricesOf(fields: Readonly<Record<string, unknown>>): LiteLlmPrices {
  const prices = new Map<string, string>();
  for (const [name, value] of Object.entries(fields)) {
    if (!/_cost(_|$)/.test(name) || !isObject(value)) continue;
    if (typeof value['number'] === 'string') prices.set(name, shiftDecimal(value['number'], 6));
  }
  return prices;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
