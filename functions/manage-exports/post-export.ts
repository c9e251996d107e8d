import {
  exportRangeProblem,
  exportRequestSchema,
  MAX_EXPORT_BODY_BYTES,
  type Problem,
  ROUTES,
  toExportDefinition,
  toProblems,
} from '@token-ledger/contract';
import { callerId, createExport, type ExportDefinition, type Principal } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpAnswer, HttpEvent } from '../http/http-handler.ts';
import { ProblemError } from '../http/problem-error.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import type { ManageExportsHandlerDeps } from './handler.ts';
import { presentExport } from './present-export.ts';

/** `POST /v1/exports`. Nothing is left of it when it is answered with a problem. */
export async function postExport(
  { ledger, telemetry }: ManageExportsHandlerDeps,
  event: HttpEvent,
  principal: Principal,
): Promise<HttpAnswer> {
  const definition = await readDefinition(event, ledger.clock());
  const job = await createExport(ledger, definition, callerId(principal));
  const { subjects, format, fromMs, toMs } = definition;
  telemetry.logger.info('An export was asked for.', { export: job.id, subjects, format, fromMs, toMs });
  const location = ROUTES.getExport.path.replace('{id}', encodeURIComponent(job.id));
  return { statusCode: 202, body: presentExport(job), headers: { location } };
}

async function readDefinition(event: HttpEvent, nowMs: number): Promise<ExportDefinition> {
  const body = await readJsonBody(event, MAX_EXPORT_BODY_BYTES);
  const parsed = z.safeParse(exportRequestSchema, body);
  if (!parsed.success) throw invalid(toProblems(parsed.error.issues, body, ''));
  const definition = toExportDefinition(parsed.data, nowMs);
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
