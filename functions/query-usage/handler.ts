import { ROUTES, routeKey } from '@token-ledger/contract';
import type { HealthDeps } from '@token-ledger/core';
import { httpHandler } from '../http/http-handler.ts';
import type { Telemetry } from '../telemetry.ts';
import { getHealth } from './get-health.ts';
import { type GetStatisticsDeps, getStatistics } from './get-statistics.ts';

export interface QueryUsageDeps extends GetStatisticsDeps {
  readonly ledger: GetStatisticsDeps['ledger'] & HealthDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: QueryUsageDeps) {
  return httpHandler(deps.telemetry, async ({ event }) => {
    switch (event.routeKey) {
      case routeKey(ROUTES.getStatistics):
        return getStatistics(deps, event.queryStringParameters ?? {});
      case routeKey(ROUTES.getHealth):
        return { statusCode: 200, body: await getHealth(deps.ledger) };
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  });
}
