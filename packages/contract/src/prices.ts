import * as z from 'zod/mini';

/** The largest body of `PUT /v1/prices`. */
export const MAX_PRICES_BODY_BYTES = 100_000;
/** The most overrides: at any length, they still fit into one small price book item. */
export const MAX_PRICE_OVERRIDES = 200;

/** Any JSON: `checkPriceBook` decides whether it is a price, with better messages. */
const price = () => z.unknown();
const day = () => z.string('must be a day such as 2026-09-28');
const flag = () => z.boolean('must be true or false');

const tokenPrices = {
  input: price(),
  output: price(),
  cacheCreation5m: z.exactOptional(price()),
  cacheCreation1h: z.exactOptional(price()),
  cacheRead: z.exactOptional(price()),
};

const modelPrices = z.strictObject(
  {
    ...tokenPrices,
    above: z.exactOptional(
      z.strictObject({ ...tokenPrices, promptTokens: z.number('must be a number') }, 'must be an object'),
    ),
    fast: z.exactOptional(z.strictObject({ input: price(), output: price() }, 'must be an object')),
    usSurcharge: z.exactOptional(flag()),
    bedrockSurcharge: z.exactOptional(flag()),
    force: z.exactOptional(flag()),
  },
  'must be an object',
);

/** The body of `PUT /v1/prices`: only its shape. `checkPriceBook` in the core checks the values. */
export const pricesRequestSchema = z.strictObject({
  overrides: z
    .array(
      z.strictObject(
        {
          model: z.string('must be a model id, or *'),
          effectiveFrom: z.exactOptional(day()),
          effectiveTo: z.exactOptional(day()),
          listPrices: z.exactOptional(modelPrices),
          prices: z.exactOptional(modelPrices),
          discountBasisPoints: z.exactOptional(z.number('must be a number')),
        },
        'must be an object',
      ),
      'must be a list',
    )
    .check(z.maxLength(MAX_PRICE_OVERRIDES, `must have at most ${MAX_PRICE_OVERRIDES} overrides`)),
  /** Refuses the change if the current prices have another revision. */
  expectedRevision: z.exactOptional(z.int('must be a whole number')),
});
