import { ROUTES, routeKey } from '@token-ledger/contract';
import type { ReportScheduler, ReportStore, RunStore, StartRunDeps } from '@token-ledger/core';
import { type HttpRequest, httpHandler } from '../shared/http/http-handler.ts';
import type { ShownIdsOf } from '../shared/http/shown-ids.ts';
import { type AuditDeps, withAuditTrail } from '../shared/http/with-audit-trail.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { getReport, listReports } from './get-reports.ts';
import { getRun, listRuns, postRun } from './runs.ts';
import { deleteReport, postReport, putReport } from './write-reports.ts';

export interface ManageReportsDeps {
  readonly reports: ReportStore & Pick<RunStore, 'getRun' | 'listRuns'>;
  readonly start: StartRunDeps;
  readonly scheduler: ReportScheduler;
  /** The reporting time zone. */
  readonly timeZone: string;
  /** Letters, digits, `-` and `_`, as in the name of a schedule. */
  readonly newId: () => string;
  /** `whsec_` and at least 24 random bytes in base64. */
  readonly newWebhookSecret: () => string;
  readonly shownIdsOf: ShownIdsOf;
  readonly audit: AuditDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: ManageReportsDeps) {
  const operate = async ({ event, principal }: HttpRequest) => {
    const caller = { principal, ids: await deps.shownIdsOf(principal) };
    const { id = '', runId = '' } = event.pathParameters ?? {};
    switch (event.routeKey) {
      case routeKey(ROUTES.listReports):
        return listReports(deps, caller);
      case routeKey(ROUTES.getReport):
        return getReport(deps, caller, id);
      case routeKey(ROUTES.createReport):
        return postReport(deps, caller, event);
      case routeKey(ROUTES.changeReport):
        return putReport(deps, caller, event, id);
      case routeKey(ROUTES.deleteReport):
        return deleteReport(deps, id);
      case routeKey(ROUTES.runReport):
        return postRun(deps, caller, id);
      case routeKey(ROUTES.listReportRuns):
        return listRuns(deps, caller, id, event);
      case routeKey(ROUTES.getReportRun):
        return getRun(deps, caller, id, runId);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  };
  return httpHandler(deps.telemetry, withAuditTrail(deps.audit, deps.telemetry.logger, operate));
}
