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
      .object({ ...tokenPricesShape, promptTokens: quantity('Of input, cache creation and cache read.') })
      .check(
        z.describe('The prices of the whole request when its prompt has more tokens than `promptTokens`.'),
      ),
  ),
  fast: z.exactOptional(
    z
      .object({ input: dollars, output: dollars })
      .check(z.describe('Prices when the served speed is `fast`.')),
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
  effectiveFrom: z.exactOptional(z.iso.date().check(z.describe('A day of UTC; since ever when absent.'))),
  effectiveTo: z.exactOptional(z.iso.date().check(z.describe('Exclusive; for ever when absent.'))),
};

const originShape = {
  source: text('What the price rests on.'),
  asOf: z.iso.date().check(z.describe('The day it was looked up.')),
};

export const modelPrices = z.object(modelPricesShape).check(z.describe('US dollars per million tokens.'));
export const priceEntry = z.object({
  model: text('Its exact id.'),
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
  discountBasisPoints: z.exactOptional(quantity('Taken off the list price, in hundredths of a per cent.')),
});

/** The body of the answers of `GET` and `PUT /v1/prices`. */
export const pricesResponse = z.object({
  revision: quantity('Grows with every change.'),
  currency: z.literal('USD'),
  createdAt: instantText('When this revision was made.'),
  appliesFrom: instantText(
    'Usage that occurs from then on is priced by it; what is earlier, only if priced anew.',
  ),
  models: z.array(priceEntry).check(z.describe('The list prices the product comes with.')),
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
