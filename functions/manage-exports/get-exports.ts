import { EXPORT_LINK_SECONDS, type ExportsResponse, exportsQuery } from '@token-ledger/contract';
import { type ExportJob, findExport, listExports, maySeeExport } from '@token-ledger/core';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import { type Caller, showCallers } from '../shared/http/show-callers.ts';
import type { ManageExportsHandlerDeps } from './handler.ts';
import { presentExport } from './present-export.ts';

/** Longer than any id that was ever given out, and within what a key may have. */
const MAX_ID_LENGTH = 128;

/** `GET /v1/exports/{id}`, with links to the files of one that is finished. */
export async function getExport(
  { ledger, linkTo }: ManageExportsHandlerDeps,
  id: string,
  caller: Caller,
): Promise<HttpAnswer> {
  const job = await findVisibleExport(ledger, id, caller);
  const expiresAtMs = ledger.clock() + EXPORT_LINK_SECONDS * 1000;
  const links = await Promise.all(
    job.files.map(async ({ key, stage }) =>
      job.status === 'finished' && stage === 'finished' && key !== undefined
        ? { url: await linkTo(key, EXPORT_LINK_SECONDS), expiresAt: new Date(expiresAtMs).toISOString() }
        : undefined,
    ),
  );
  const showCaller = await showCallers(caller, [job.createdBy]);
  return { statusCode: 200, body: presentExport(job, showCaller, links) };
}

/** `GET /v1/exports`. */
export async function getExports(
  { ledger }: ManageExportsHandlerDeps,
  event: HttpEvent,
  caller: Caller,
): Promise<HttpAnswer> {
  const { limit, before } = readParameters(exportsQuery, event);
  const page = { limit, ...(before !== undefined && { beforeId: before }) };
  const { jobs, nextBeforeId } = await listExports(ledger, page, (job) => maySeeExport(caller, job));
  const showCaller = await showCallers(
    caller,
    jobs.map(({ createdBy }) => createdBy),
  );
  const body: ExportsResponse = {
    exports: jobs.map((job) => presentExport(job, showCaller)),
    ...(nextBeforeId !== undefined && { nextBefore: nextBeforeId }),
  };
  return { statusCode: 200, body };
}

/** Whoever may not see an export is not told that there is one. */
export async function findVisibleExport(
  ledger: ManageExportsHandlerDeps['ledger'],
  id: string,
  caller: Caller,
): Promise<ExportJob> {
  const job = id.length <= MAX_ID_LENGTH ? await findExport(ledger, id) : undefined;
  if (!job || !maySeeExport(caller, job)) throw exportNotFound();
  return job;
}

export function exportNotFound(): ProblemError {
  return new ProblemError('export_not_found', {
    detail: 'There is no export of this id, or it was deleted, or its time is over.',
  });
}
