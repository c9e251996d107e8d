import { ROUTES, routeKey } from '@token-ledger/contract';
import type { QualityDeps } from '@token-ledger/core';
import { httpHandler } from '../shared/http/http-handler.ts';
import type { ShownIdsOf } from '../shared/http/shown-ids.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { getQuality } from './get-quality.ts';

export interface CheckQualityDeps {
  readonly ledger: QualityDeps;
  readonly shownIdsOf: ShownIdsOf;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: CheckQualityDeps) {
  return httpHandler(deps.telemetry, async (request) => {
    const { event } = request;
    if (event.routeKey !== routeKey(ROUTES.getQuality))
      throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    return getQuality(deps, request);
  });
}
