import { ROUTES, routeKey } from '@token-ledger/contract';
import type { ReadDeps, RebuildStore } from '@token-ledger/core';
import { httpHandler } from '../shared/http/http-handler.ts';
import type { ShownIdsOf } from '../shared/http/shown-ids.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { getOverview } from './get-overview.ts';
import { getStatistics } from './get-statistics.ts';
import { getTopConsumers } from './get-top-consumers.ts';
import { getTrends } from './get-trends.ts';

export interface QueryUsageDeps {
  readonly ledger: ReadDeps & { readonly store: RebuildStore };
  readonly shownIdsOf: ShownIdsOf;
  /** The secret that cursors are sealed with. */
  readonly signingKey: () => Promise<Uint8Array>;
  /** How long a caller may keep an answer about closed, rolled-up periods; 0 for not at all. */
  readonly cacheTtlSeconds: number;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: QueryUsageDeps) {
  return httpHandler(deps.telemetry, async (request) => {
    switch (request.event.routeKey) {
      case routeKey(ROUTES.getStatistics):
        return getStatistics(deps, request);
      case routeKey(ROUTES.getTrends):
        return getTrends(deps, request);
      case routeKey(ROUTES.getTopConsumers):
        return getTopConsumers(deps, request);
      case routeKey(ROUTES.getOverview):
        return getOverview(deps, request);
      default:
        throw new Error(`The route ${request.event.routeKey} leads to a function that does not serve it.`);
    }
  });
}
