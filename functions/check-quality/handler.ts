import { ROUTES, routeKey } from '@token-ledger/contract';
import type { ConflictStore, QualityDeps } from '@token-ledger/core';
import { httpHandler } from '../shared/http/http-handler.ts';
import type { ShownIdsOf } from '../shared/http/shown-ids.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { getQuality } from './get-quality.ts';
import { listConflicts } from './list-conflicts.ts';

export interface CheckQualityDeps {
  readonly ledger: QualityDeps & { readonly store: Pick<ConflictStore, 'listConflicts'> };
  readonly shownIdsOf: ShownIdsOf;
  /** The secret that signs cursors. */
  readonly signingKey: () => Promise<Uint8Array>;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: CheckQualityDeps) {
  return httpHandler(deps.telemetry, async (request) => {
    switch (request.event.routeKey) {
      case routeKey(ROUTES.getQuality):
        return getQuality(deps, request);
      case routeKey(ROUTES.listConflicts):
        return listConflicts(deps, request);
      default:
        throw new Error(`The route ${request.event.routeKey} leads to a function that does not serve it.`);
    }
  });
}
