import { type RebuildDeps, readRebuild } from '@token-ledger/core';
import type { HttpAnswer } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { presentRebuild } from './present-rebuild.ts';

/** Longer than any id that was ever given out, and within what a key may have. */
const MAX_ID_LENGTH = 128;

/** `GET /v1/rebuilds/{id}`. */
export async function getRebuild(ledger: RebuildDeps, id: string): Promise<HttpAnswer> {
  const progress = id.length <= MAX_ID_LENGTH ? await readRebuild(ledger, id) : undefined;
  if (!progress) {
    throw new ProblemError('rebuild_not_found', { detail: 'There is no rebuild of this id.' });
  }
  return { statusCode: 200, body: presentRebuild(progress) };
}
