import { EXPORT_LINK_SECONDS, type ExportsResponse, exportsQuery, toProblems } from '@token-ledger/contract';
import { findExport, listExports } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpAnswer } from '../http/http-handler.ts';
import { ProblemError } from '../http/problem-error.ts';
import type { ManageExportsHandlerDeps } from './handler.ts';
import { presentExport } from './present-export.ts';

/** Longer than any id that was ever given out, and within what a key may have. */
const MAX_ID_LENGTH = 128;

/** `GET /v1/exports/{id}`, with links to the files of one that is finished. */
export async function getExport(
  { ledger, linkTo }: ManageExportsHandlerDeps,
  id: string,
): Promise<HttpAnswer> {
  const job = id.length <= MAX_ID_LENGTH ? await findExport(ledger, id) : undefined;
  if (!job) throw exportNotFound();
  const expiresAtMs = ledger.clock() + EXPORT_LINK_SECONDS * 1000;
  const links = await Promise.all(
    job.files.map(async ({ key, stage }) =>
      job.status === 'finished' && stage === 'finished' && key !== undefined
        ? { url: await linkTo(key, EXPORT_LINK_SECONDS), expiresAt: new Date(expiresAtMs).toISOString() }
        : undefined,
    ),
  );
  return { statusCode: 200, body: presentExport(job, links) };
}

/** `GET /v1/exports`. */
export async function getExports(
  { ledger }: ManageExportsHandlerDeps,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<HttpAnswer> {
  const parsed = z.safeParse(exportsQuery, parameters);
  if (!parsed.success) {
    throw new ProblemError('invalid_request', {
      detail: 'The query parameters are not valid.',
      errors: [...toProblems(parsed.error.issues, parameters, '')],
    });
  }
  const { limit, before } = parsed.data;
  const { jobs, nextBeforeId } = await listExports(ledger, {
    limit,
    ...(before !== undefined && { beforeId: before }),
  });
  const body: ExportsResponse = {
    exports: jobs.map((job) => presentExport(job)),
    ...(nextBeforeId !== undefined && { nextBefore: nextBeforeId }),
  };
  return { statusCode: 200, body };
}

export function exportNotFound(): ProblemError {
  return new ProblemError('export_not_found', {
    detail: 'There is no export of this id, or it was deleted, or its time is over.',
  });
}
