import { ROUTES, routeKey } from '@token-ledger/contract';
import { type ChangePricesDeps, readCurrentPrices } from '@token-ledger/core';
import { type HttpRequest, httpHandler } from '../shared/http/http-handler.ts';
import { type AuditDeps, withAuditTrail } from '../shared/http/with-audit-trail.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { presentPrices } from './present-prices.ts';
import { putPrices } from './put-prices.ts';

export interface ManagePricesDeps {
  readonly prices: ChangePricesDeps;
  readonly audit: AuditDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: ManagePricesDeps) {
  const operate = async ({ event }: HttpRequest) => {
    switch (event.routeKey) {
      case routeKey(ROUTES.getPrices):
        return { statusCode: 200, body: presentPrices(await readCurrentPrices(deps.prices)) };
      case routeKey(ROUTES.putPrices):
        return putPrices(deps, event);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  };
  return httpHandler(deps.telemetry, withAuditTrail(deps.audit, deps.telemetry.logger, operate));
}
