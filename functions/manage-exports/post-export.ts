import {
  exportRangeProblem,
  exportRequestSchema,
  MAX_EXPORT_BODY_BYTES,
  ROUTES,
  toExportDefinition,
} from '@token-ledger/contract';
import { type ExportDefinition, type ManageExportsDeps, orderExport, visibilityOf } from '@token-ledger/core';
import { asProblems } from '../shared/http/as-problems.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { locationOf } from '../shared/http/path-parameters.ts';
import { invalidInput, readInput } from '../shared/http/read-json-body.ts';
import { callerOf, showCallers } from '../shared/http/show-callers.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { presentExport } from './present-export.ts';

interface PostExportDeps extends ShownIdsDeps, LogDeps {
  readonly ledger: ManageExportsDeps;
}

/** `POST /v1/exports`. A problem leaves nothing behind. */
export async function postExport(deps: PostExportDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger, telemetry } = deps;
  const caller = await callerOf(deps, request);
  const definition = await readDefinition(request, ledger.clock());
  const job = await asProblems(orderExport(ledger, caller, definition));
  const { subjects, format, fromMs, toMs } = job.definition;
  telemetry.logger.info('An export was created.', { export: job.id, subjects, format, fromMs, toMs });
  const showCaller = await showCallers(caller, [job.createdBy]);
  return {
    statusCode: 202,
    body: presentExport(job, showCaller),
    headers: { location: locationOf(ROUTES.getExport, { id: job.id }) },
  };
}

async function readDefinition({ event, principal }: HttpRequest, nowMs: number): Promise<ExportDefinition> {
  const what = 'export';
  const input = await readInput(exportRequestSchema, event, { maxBytes: MAX_EXPORT_BODY_BYTES, what });
  // As in every query, a caller who may see one user only means that user.
  const openDimension = visibilityOf(principal).kind === 'user' ? 'user' : 'all';
  const definition = toExportDefinition(input, nowMs, openDimension);
  const problem = exportRangeProblem(definition);
  if (problem === undefined) return definition;
  // A range without an end ends now, so its start is wrong.
  const path = input.to === undefined ? '/from' : '/to';
  throw invalidInput(what, [{ path, code: 'not_allowed', message: problem }]);
}
