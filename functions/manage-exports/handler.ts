import { ROUTES, routeKey } from '@token-ledger/contract';
import type { ManageExportsDeps } from '@token-ledger/core';
import { type HttpRequest, httpHandler } from '../shared/http/http-handler.ts';
import type { ShownIdsOf } from '../shared/http/shown-ids.ts';
import { type AuditDeps, withAuditTrail } from '../shared/http/with-audit-trail.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { getExport, getExports } from './get-exports.ts';
import { postExport } from './post-export.ts';
import { removeExport } from './remove-export.ts';

export interface ManageExportsHandlerDeps {
  readonly ledger: ManageExportsDeps;
  /** A link by which a file can be downloaded for so long. */
  readonly linkTo: (key: string, expiresInSeconds: number) => Promise<string>;
  readonly shownIdsOf: ShownIdsOf;
  readonly audit: AuditDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: ManageExportsHandlerDeps) {
  const operate = async ({ event, principal }: HttpRequest) => {
    const caller = { principal, ids: await deps.shownIdsOf(principal) };
    const id = event.pathParameters?.['id'] ?? '';
    switch (event.routeKey) {
      case routeKey(ROUTES.createExport):
        return postExport(deps, event, caller);
      case routeKey(ROUTES.listExports):
        return getExports(deps, event, caller);
      case routeKey(ROUTES.getExport):
        return getExport(deps, id, caller);
      case routeKey(ROUTES.deleteExport):
        return removeExport(deps, id, caller);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  };
  return httpHandler(deps.telemetry, withAuditTrail(deps.audit, deps.telemetry.logger, operate));
}
