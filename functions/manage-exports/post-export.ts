import {
  exportRangeProblem,
  exportRequestSchema,
  MAX_EXPORT_BODY_BYTES,
  type Problem,
  ROUTES,
  toExportDefinition,
  toProblems,
} from '@token-ledger/contract';
import { type ExportDefinition, orderExport, visibilityOf } from '@token-ledger/core';
import * as z from 'zod/mini';
import { asProblems } from '../shared/http/as-problems.ts';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonBody } from '../shared/http/read-json-body.ts';
import { type Caller, showCallers } from '../shared/http/show-callers.ts';
import type { ManageExportsHandlerDeps } from './handler.ts';
import { presentExport } from './present-export.ts';

/** `POST /v1/exports`. Nothing is left of it when it is answered with a problem. */
export async function postExport(
  { ledger, telemetry }: ManageExportsHandlerDeps,
  event: HttpEvent,
  caller: Caller,
): Promise<HttpAnswer> {
  const asked = await readDefinition(event, ledger.clock(), caller);
  const job = await asProblems(orderExport(ledger, caller, asked));
  const { subjects, format, fromMs, toMs } = job.definition;
  telemetry.logger.info('An export was asked for.', { export: job.id, subjects, format, fromMs, toMs });
  const location = ROUTES.getExport.path.replace('{id}', encodeURIComponent(job.id));
  const showCaller = await showCallers(caller, [job.createdBy]);
  return { statusCode: 202, body: presentExport(job, showCaller), headers: { location } };
}

async function readDefinition(
  event: HttpEvent,
  nowMs: number,
  { principal }: Caller,
): Promise<ExportDefinition> {
  const body = await readJsonBody(event, MAX_EXPORT_BODY_BYTES);
  const parsed = z.safeParse(exportRequestSchema, body);
  if (!parsed.success) throw invalid(toProblems(parsed.error.issues, body, ''));
  // Who may see one user alone means that one, as in every question.
  const openDimension = visibilityOf(principal).kind === 'user' ? 'user' : 'all';
  const definition = toExportDefinition(parsed.data, nowMs, openDimension);
  const problem = exportRangeProblem(definition);
  if (problem === undefined) return definition;
  // Without an end of its own the range ends now, and it is the beginning that is wrong.
  const path = parsed.data.to === undefined ? '/from' : '/to';
  throw invalid([{ path, code: 'not_allowed', message: problem }]);
}

function invalid(errors: readonly Problem[]): ProblemError {
  return new ProblemError('invalid_request', {
    detail: 'The export that is asked for is not valid.',
    errors,
  });
}
