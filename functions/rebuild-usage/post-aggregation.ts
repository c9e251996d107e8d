import {
  type AggregationRequest,
  type AggregationStartResponse,
  aggregationRequestSchema,
  MAX_REBUILD_BODY_BYTES,
} from '@token-ledger/contract';
import {
  type AggregationDeps,
  type Bucket,
  type RangeProgress,
  readRangeProgress,
  startAggregation,
  type TimeSpan,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { invalidInput, readInput } from '../shared/http/read-json-body.ts';
import { instantOf } from '../shared/http/read-parameters.ts';
import { presentErrors } from './present-errors.ts';
import { hoursProblems } from './read-hours.ts';
import { type StartRollUpDeps, tryToStartRollUp } from './start-roll-up.ts';

/** An HTTP API waits at most 30 seconds. What is not done by then goes on in the background. */
const ANSWER_MS = 22_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

const WHAT = 'range of the aggregation';

interface PostAggregationDeps extends StartRollUpDeps {
  readonly ledger: AggregationDeps;
  readonly pause: (ms: number) => Promise<void>;
}

/** `POST /v1/aggregations`: rolls the hours of a range up now. Answers when that is done, or with how far it is. */
export async function postAggregation(
  deps: PostAggregationDeps,
  { event }: HttpRequest,
): Promise<HttpAnswer> {
  const { ledger, telemetry } = deps;
  const startedAtMs = ledger.clock();
  const options = { maxBytes: MAX_REBUILD_BODY_BYTES, what: WHAT };
  const range = rangeOf(ledger, await readInput(aggregationRequestSchema, event, options));
  const { hours, emptyHours, skippedFrozenHours } = await startAggregation(ledger, range);
  if (hours.length > 0) await tryToStartRollUp(deps, range);
  const { errors, ...progress } = await followProgress(deps, hours, startedAtMs + ANSWER_MS);
  const body: AggregationStartResponse = {
    ...presentRange(range),
    status: progress.pendingHours > 0 ? 'running' : 'finished',
    hours: hours.length,
    emptyHours,
    skippedFrozenHours,
    ...progress,
    errors: presentErrors(errors),
    executionTimeMs: ledger.clock() - startedAtMs,
  };
  telemetry.logger.info('A range was rolled up on request.', { aggregation: body });
  return { statusCode: 200, body };
}

/** Waits until no hour is pending, or until every one that is has failed. */
async function followProgress(
  { ledger, pause }: PostAggregationDeps,
  hours: readonly Bucket[],
  deadlineMs: number,
): Promise<RangeProgress> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const progress = await readRangeProgress(ledger, hours);
    if (progress.pendingHours <= progress.errors.length || ledger.clock() + pauseMs >= deadlineMs)
      return progress;
    await pause(pauseMs);
  }
}

/** The full hours that a request names. Those of a day begin and end with it, or with the hour that midnight divides. */
function rangeOf(
  { calendar, clock }: Pick<AggregationDeps, 'calendar' | 'clock'>,
  { from, to, date }: AggregationRequest,
): TimeSpan {
  const nowMs = clock();
  if (date === undefined) {
    const [fromMs, toMs] = [from ?? 0, to ?? 0];
    const problems = hoursProblems({ from: fromMs, to: toMs }, { calendar, nowMs });
    if (problems.length > 0) throw invalidInput(WHAT, problems);
    return { fromMs, toMs };
  }
  const today = calendar.bucketAt('day', nowMs);
  const dayMs =
    date === 'today' ? nowMs : date === 'yesterday' ? today.startMs - 1 : instantOf(calendar, date);
  const day = calendar.bucketAt('day', dayMs);
  if (day.startMs > nowMs) {
    const message = 'must not be in the future';
    throw invalidInput(WHAT, [{ path: '/date', code: 'not_allowed', message }]);
  }
  const last = calendar.bucketAt('hour', Math.min(day.endMs - 1, nowMs));
  return { fromMs: calendar.bucketAt('hour', day.startMs).startMs, toMs: last.endMs };
}
