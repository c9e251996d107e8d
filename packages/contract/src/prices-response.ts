import * as z from 'zod/mini';
import { flag, type Immutable, instantText, quantity, text } from './response-parts.ts';

const dollars = z.string().check(z.regex(/^\d+(\.\d{1,6})?$/));

const tokenPricesShape = {
  input: dollars,
  output: dollars,
  cacheCreation5m: z.exactOptional(dollars),
  cacheCreation1h: z.exactOptional(dollars),
  cacheRead: z.exactOptional(dollars),
};

/** US dollars per million tokens. */
const modelPricesShape = {
  ...tokenPricesShape,
  above: z.exactOptional(
    z
      .object({ ...tokenPricesShape, promptTokens: quantity('Input, cache creation and cache read tokens.') })
      .check(
        z.describe('The prices of the whole request if its prompt has more tokens than `promptTokens`.'),
      ),
  ),
  fast: z.exactOptional(
    z
      .object({ input: dollars, output: dollars })
      .check(z.describe('The prices if the served speed is `fast`.')),
  ),
  usSurcharge: z.exactOptional(flag('Whether tokens cost 1.1 times as much when they are served in the US.')),
  bedrockSurcharge: z.exactOptional(
    flag(
      'Whether Amazon Bedrock charges 1.1 times as much under an id of a geography, such as `us.`, and 1.2 times under `us-gov.`.',
    ),
  ),
  force: z.exactOptional(flag('Accepts prices out of their usual order.')),
};

const effectiveShape = {
  effectiveFrom: z.exactOptional(
    z.iso.date().check(z.describe('The first day (UTC) of the price; absent if it has no start.')),
  ),
  effectiveTo: z.exactOptional(
    z.iso
      .date()
      .check(z.describe('The day (UTC) from which the price no longer applies; absent if it has no end.')),
  ),
};

const originShape = {
  source: text('The source of the price.'),
  asOf: z.iso.date().check(z.describe('The day the price was looked up.')),
};

export const modelPrices = z.object(modelPricesShape).check(z.describe('US dollars per million tokens.'));
export const priceEntry = z.object({
  model: text('The exact model id.'),
  ...modelPricesShape,
  doubtful: z.exactOptional(
    flag('Whether sources disagree about these prices, so that what is priced by them is uncertain.'),
  ),
  ...effectiveShape,
  ...originShape,
});
export const priceOverride = z.object({
  model: text('An exact model id, or `*` for every model and for web searches.'),
  ...effectiveShape,
  listPrices: z.exactOptional(modelPrices),
  prices: z.exactOptional(modelPrices),
  discountBasisPoints: z.exactOptional(
    quantity('The discount on the list price, in hundredths of a percent.'),
  ),
});

/** The body of the answers of `GET` and `PUT /v1/prices`. */
export const pricesResponse = z.object({
  revision: quantity('Grows with every change.'),
  currency: z.literal('USD'),
  createdAt: instantText('When this revision was made.'),
  appliesFrom: instantText(
    'This revision prices usage from this time on, and earlier usage only if it is repriced.',
  ),
  models: z.array(priceEntry).check(z.describe('The list prices that ship with the product.')),
  webSearches: z.array(z.object({ perThousand: dollars, ...effectiveShape, ...originShape })),
  overrides: z.array(priceOverride).check(z.describe('What the company pays instead.')),
  modelAliases: z.exactOptional(
    z
      .record(z.string(), z.string())
      .check(
        z.describe('Ids that the configuration explains, such as those of application inference profiles.'),
      ),
  ),
});
export type PricesResponse = Immutable<typeof pricesResponse>;
