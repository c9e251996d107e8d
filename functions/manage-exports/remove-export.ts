import { administrates, callerId, deleteExport, findExport, type Principal } from '@token-ledger/core';
import type { HttpAnswer } from '../http/http-handler.ts';
import { ProblemError } from '../http/problem-error.ts';
import { exportNotFound } from './get-exports.ts';
import type { ManageExportsHandlerDeps } from './handler.ts';

/** `DELETE /v1/exports/{id}`: stops it if it is being written, and deletes its files. */
export async function removeExport(
  { ledger, telemetry }: ManageExportsHandlerDeps,
  id: string,
  principal: Principal,
): Promise<HttpAnswer> {
  const job = id.length <= 128 ? await findExport(ledger, id) : undefined;
  if (!job) throw exportNotFound();
  if (job.createdBy !== callerId(principal) && !administrates(principal)) {
    throw new ProblemError('insufficient_scope', {
      detail: 'An export may be deleted by whoever asked for it, and by administrators.',
    });
  }
  if (!(await deleteExport(ledger, id))) throw exportNotFound();
  telemetry.logger.info('An export was deleted.', { export: id });
  return { statusCode: 202, body: { id, status: 'deleted' } };
}
