import {
  type AggregationStartResponse,
  aggregationRequestSchema,
  MAX_REBUILD_BODY_BYTES,
  ROUTES,
} from '@token-ledger/contract';
import { type AggregationDeps, startAggregation } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { readHours } from './read-hours.ts';

interface PostAggregationDeps extends LogDeps {
  readonly ledger: AggregationDeps;
}

/** `POST /v1/aggregations`: marks the hours of a range that hold records, so that they are rolled up again. */
export async function postAggregation(
  { ledger, telemetry }: PostAggregationDeps,
  { event }: HttpRequest,
): Promise<HttpAnswer> {
  const { from: fromMs, to: toMs } = await readHours(
    aggregationRequestSchema,
    event,
    { calendar: ledger.calendar, nowMs: ledger.clock() },
    { maxBytes: MAX_REBUILD_BODY_BYTES, what: 'range of the aggregation' },
  );
  const range = { fromMs, toMs };
  const body: AggregationStartResponse = {
    ...presentRange(range),
    ...(await startAggregation(ledger, range)),
  };
  telemetry.logger.info('An aggregation was started.', { aggregation: body });
  return { statusCode: 202, body, headers: { location: ROUTES.getAggregations.path } };
}
