import { deleteExport, mayDeleteExport } from '@token-ledger/core';
import type { HttpAnswer } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import type { Caller } from '../shared/http/show-callers.ts';
import { exportNotFound, findVisibleExport } from './get-exports.ts';
import type { ManageExportsHandlerDeps } from './handler.ts';

/** `DELETE /v1/exports/{id}`: stops it if it is being written, and deletes its files. */
export async function removeExport(
  { ledger, telemetry }: ManageExportsHandlerDeps,
  id: string,
  caller: Caller,
): Promise<HttpAnswer> {
  const job = await findVisibleExport(ledger, id, caller);
  if (!mayDeleteExport(caller, job)) {
    throw new ProblemError('insufficient_scope', {
      detail: 'An export may be deleted by whoever asked for it, and by administrators.',
    });
  }
  if (!(await deleteExport(ledger, id))) throw exportNotFound();
  telemetry.logger.info('An export was deleted.', { export: id });
  return { statusCode: 202, body: { id, status: 'deleted' } };
}
