import { MAX_QUALITY_RANGE_DAYS, qualityQuery, toProblems } from '@token-ledger/contract';
import { DAY_MS, type Principal, readQuality } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpAnswer } from '../http/http-handler.ts';
import { ProblemError } from '../http/problem-error.ts';
import type { CheckQualityDeps } from './handler.ts';
import { presentQuality } from './present-quality.ts';

const SAMPLED_PER_HOUR = 5;
/** Half a megabyte at most: about 60 read units. */
const SAMPLED_OF_TABLE = 500;
/** About two seconds of computing, and less memory than there is. */
const MAX_RECORDS = 200_000;
/** An HTTP API waits at most 30 seconds; the hour that was begun is finished. */
const MAX_MS = 12_000;

/** `GET /v1/quality`. */
export async function getQuality(
  { ledger, shownIdsOf, telemetry }: CheckQualityDeps,
  parameters: Readonly<Record<string, string | undefined>>,
  principal: Principal,
): Promise<HttpAnswer> {
  const range = rangeOf(parameters, ledger.clock());
  const report = await readQuality(ledger, {
    ...range,
    sampledPerHour: SAMPLED_PER_HOUR,
    sampledOfTable: SAMPLED_OF_TABLE,
    maxRecords: MAX_RECORDS,
    maxMs: MAX_MS,
  });
  const { differences, told } = report;
  if (differences > 0) {
    const [first] = told;
    telemetry.logger.error('The ledger does not agree with itself.', {
      differences,
      where: first?.where,
      period: first?.bucket.id,
    });
  }
  const ids = await shownIdsOf(principal);
  return { statusCode: 200, body: await presentQuality(report, range, ids) };
}

function rangeOf(parameters: Readonly<Record<string, string | undefined>>, nowMs: number) {
  const parsed = z.safeParse(qualityQuery, parameters);
  if (!parsed.success) throw invalid(toProblems(parsed.error.issues, parameters, ''));
  const { from: fromMs, to: toMs = nowMs } = parsed.data;
  if (toMs <= fromMs) throw notAllowed('must be earlier than now, or to must be given');
  if (toMs - fromMs > MAX_QUALITY_RANGE_DAYS * DAY_MS)
    throw notAllowed(`must be at most ${MAX_QUALITY_RANGE_DAYS} days ago, or to must be given`);
  return { fromMs, toMs };
}

function notAllowed(message: string): ProblemError {
  return invalid([{ path: '/from', code: 'not_allowed', message }]);
}

function invalid(errors: ReturnType<typeof toProblems>): ProblemError {
  return new ProblemError('invalid_request', { detail: 'The query parameters are not valid.', errors });
}
