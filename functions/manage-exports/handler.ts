import { ROUTES, routeKey } from '@token-ledger/contract';
import type { ManageExportsDeps } from '@token-ledger/core';
import { type HttpRequest, httpHandler } from '../http/http-handler.ts';
import { type AuditDeps, recordActs } from '../http/record-acts.ts';
import type { Telemetry } from '../telemetry.ts';
import { getExport, getExports } from './get-exports.ts';
import { postExport } from './post-export.ts';
import { removeExport } from './remove-export.ts';

export interface ManageExportsHandlerDeps {
  readonly ledger: ManageExportsDeps;
  /** A link by which a file can be downloaded for so long. */
  readonly linkTo: (key: string, expiresInSeconds: number) => Promise<string>;
  readonly audit: AuditDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: ManageExportsHandlerDeps) {
  const operate = async ({ event, principal }: HttpRequest) => {
    const id = event.pathParameters?.['id'] ?? '';
    switch (event.routeKey) {
      case routeKey(ROUTES.createExport):
        return postExport(deps, event, principal);
      case routeKey(ROUTES.listExports):
        return getExports(deps, event.queryStringParameters ?? {});
      case routeKey(ROUTES.getExport):
        return getExport(deps, id);
      case routeKey(ROUTES.deleteExport):
        return removeExport(deps, id, principal);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  };
  return httpHandler(deps.telemetry, recordActs(deps.audit, deps.telemetry.logger, operate));
}
