import { ROUTES, routeKey } from '@token-ledger/contract';
import { type ChangePricesDeps, readCurrentPrices } from '@token-ledger/core';
import { httpHandler } from '../http/http-handler.ts';
import type { Telemetry } from '../telemetry.ts';
import { presentPrices } from './present-prices.ts';
import { putPrices } from './put-prices.ts';

export interface ManagePricesDeps {
  readonly prices: ChangePricesDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: ManagePricesDeps) {
  return httpHandler(deps.telemetry, async ({ event }) => {
    switch (event.routeKey) {
      case routeKey(ROUTES.getPrices):
        return { statusCode: 200, body: presentPrices(await readCurrentPrices(deps.prices)) };
      case routeKey(ROUTES.putPrices):
        return putPrices(deps, event);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  });
}
