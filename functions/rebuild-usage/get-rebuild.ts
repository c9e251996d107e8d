import { type RebuildDeps, readRebuild } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { presentRebuild } from './present-rebuild.ts';

interface GetRebuildDeps {
  readonly ledger: RebuildDeps;
}

/** `GET /v1/rebuilds/{id}`. */
export async function getRebuild({ ledger }: GetRebuildDeps, request: HttpRequest): Promise<HttpAnswer> {
  const id = pathId(request);
  const progress = id === undefined ? undefined : await readRebuild(ledger, id);
  if (!progress) throw new ProblemError('rebuild_not_found', { detail: 'There is no rebuild of this id.' });
  return { statusCode: 200, body: presentRebuild(progress) };
}
