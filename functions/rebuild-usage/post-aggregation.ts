import {
  type AggregationStartResponse,
  aggregationRequestSchema,
  MAX_REBUILD_BODY_BYTES,
  ROUTES,
} from '@token-ledger/contract';
import { startAggregation } from '@token-ledger/core';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import type { RebuildUsageDeps } from './handler.ts';
import { readHours } from './read-hours.ts';

/** `POST /v1/aggregations`: has the hours of a range that hold anything rolled up again. */
export async function postAggregation(
  { ledger, telemetry }: RebuildUsageDeps,
  event: HttpEvent,
): Promise<HttpAnswer> {
  const what = 'aggregation';
  const { from: fromMs, to: toMs } = await readHours(
    aggregationRequestSchema,
    event,
    { calendar: ledger.calendar, nowMs: ledger.clock() },
    { maxBytes: MAX_REBUILD_BODY_BYTES, what },
  );
  const range = { fromMs, toMs };
  const body: AggregationStartResponse = {
    ...presentRange(range),
    ...(await startAggregation(ledger, range)),
  };
  telemetry.logger.info('A range was marked to be aggregated.', { aggregation: body });
  return { statusCode: 202, body, headers: { location: ROUTES.getAggregations.path } };
}
