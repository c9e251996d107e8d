import { ROUTES, routeKey } from '@token-ledger/contract';
import type { AggregationDeps, HealthDeps, RebuildDeps } from '@token-ledger/core';
import { type HttpRequest, httpHandler } from '../shared/http/http-handler.ts';
import { type AuditDeps, withAuditTrail } from '../shared/http/with-audit-trail.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { getAggregations } from './get-aggregations.ts';
import { getRebuild } from './get-rebuild.ts';
import { postAggregation } from './post-aggregation.ts';
import { postRebuild } from './post-rebuild.ts';

export interface RebuildUsageDeps {
  readonly ledger: RebuildDeps & AggregationDeps & HealthDeps;
  readonly audit: AuditDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: RebuildUsageDeps) {
  const operate = async ({ event }: HttpRequest) => {
    switch (event.routeKey) {
      case routeKey(ROUTES.startRebuild):
        return postRebuild(deps, event);
      case routeKey(ROUTES.getRebuild):
        return getRebuild(deps.ledger, event.pathParameters?.['id'] ?? '');
      case routeKey(ROUTES.startAggregation):
        return postAggregation(deps, event);
      case routeKey(ROUTES.getAggregations):
        return { statusCode: 200, body: await getAggregations(deps.ledger) };
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  };
  return httpHandler(deps.telemetry, withAuditTrail(deps.audit, deps.telemetry.logger, operate));
}
