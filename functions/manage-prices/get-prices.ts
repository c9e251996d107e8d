import { type ChangePricesDeps, readCurrentPrices } from '@token-ledger/core';
import type { HttpAnswer } from '../shared/http/http-handler.ts';
import { presentPrices } from './present-prices.ts';

export interface GetPricesDeps {
  readonly prices: ChangePricesDeps;
}

/** `GET /v1/prices`. */
export async function getPrices({ prices }: GetPricesDeps): Promise<HttpAnswer> {
  return { statusCode: 200, body: presentPrices(await readCurrentPrices(prices)) };
}
