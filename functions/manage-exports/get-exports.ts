import { EXPORT_LINK_SECONDS, type ExportsResponse, exportsQuery } from '@token-ledger/contract';
import {
  type ExportJob,
  findExport,
  iso,
  listExports,
  type ManageExportsDeps,
  maySeeExport,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import { type Caller, callerOf, showCallers } from '../shared/http/show-callers.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import { presentExport } from './present-export.ts';

interface ListExportsDeps extends ShownIdsDeps {
  readonly ledger: Pick<ManageExportsDeps, 'exports' | 'clock'>;
}

interface GetExportDeps extends ListExportsDeps {
  /** A link to download a file, valid for some time. */
  readonly linkTo: (key: string, expiresInSeconds: number) => Promise<string>;
}

/** `GET /v1/exports/{id}`, with links to the files of a finished export. */
export async function getExport(deps: GetExportDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { ledger, linkTo } = deps;
  const caller = await callerOf(deps, request);
  const job = await findVisibleExport(ledger, request, caller);
  const expiresAtMs = ledger.clock() + EXPORT_LINK_SECONDS * 1000;
  const links = await Promise.all(
    job.files.map(async ({ key, stage }) =>
      job.status === 'finished' && stage === 'finished' && key !== undefined
        ? { url: await linkTo(key, EXPORT_LINK_SECONDS), expiresAt: iso(expiresAtMs) }
        : undefined,
    ),
  );
  const showCaller = await showCallers(caller, [job.createdBy]);
  return { statusCode: 200, body: presentExport(job, showCaller, links) };
}

/** `GET /v1/exports`. */
export async function getExports(deps: ListExportsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { limit, offset = 0, before } = readParameters(exportsQuery, request.event);
  const caller = await callerOf(deps, request);
  const { jobs, nextBeforeId } = await listBehind(deps.ledger, caller, { limit, offset, before });
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

/** A page of those that the caller may see. A page that ends early for others' exports must not end the offset. */
async function listBehind(
  ledger: ListExportsDeps['ledger'],
  caller: Caller,
  {
    limit,
    offset,
    before,
  }: { readonly limit: number; readonly offset: number; readonly before?: string | undefined },
): ReturnType<typeof listExports> {
  const page = { limit: offset + limit, ...(before !== undefined && { beforeId: before }) };
  const { jobs, nextBeforeId } = await listExports(ledger, page, (job) => maySeeExport(caller, job));
  if (jobs.length < offset && nextBeforeId !== undefined)
    return listBehind(ledger, caller, { limit, offset: offset - jobs.length, before: nextBeforeId });
  return { jobs: jobs.slice(offset), ...(nextBeforeId !== undefined && { nextBeforeId }) };
}

/** The export that the path names. To callers who may not see it, it does not exist. */
export async function findVisibleExport(
  ledger: ListExportsDeps['ledger'],
  request: HttpRequest,
  caller: Caller,
): Promise<ExportJob> {
  const id = pathId(request);
  const job = id === undefined ? undefined : await findExport(ledger, id);
  if (!job || !maySeeExport(caller, job)) throw exportNotFound();
  return job;
}

export function exportNotFound(): ProblemError {
  return new ProblemError('export_not_found', {
    detail: 'There is no export of this id: it never existed, was deleted, or has expired.',
  });
}
