import { deleteExport, type ManageExportsDeps, mayDeleteExport } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { callerOf } from '../shared/http/show-callers.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { exportNotFound, findVisibleExport } from './get-exports.ts';

interface RemoveExportDeps extends ShownIdsDeps, LogDeps {
  readonly ledger: ManageExportsDeps;
}

/** `DELETE /v1/exports/{id}`: stops an export that is being written, and deletes its files. */
export async function removeExport(deps: RemoveExportDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger, telemetry } = deps;
  const caller = await callerOf(deps, request);
  const job = await findVisibleExport(ledger, request, caller);
  if (!mayDeleteExport(caller, job)) {
    throw new ProblemError('insufficient_scope', {
      detail: 'Only its creator and administrators may delete an export.',
    });
  }
  const { id } = job;
  if (!(await deleteExport(ledger, id))) throw exportNotFound();
  telemetry.logger.info('An export was deleted.', { export: id });
  return { statusCode: 202, body: { id, status: 'deleted' } };
}
