import { type HealthResponse, ROUTES, routeKey } from '@token-ledger/contract';
import type { Clock } from '@token-ledger/core';
import { httpHandler } from '../shared/http/http-handler.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { checkHealth, type HealthOptions } from './check-health.ts';
import { remembered } from './remembered.ts';

/** However many monitors ask, that often it is looked. */
const REMEMBERED_MS = 15_000;

export interface CheckHealthDeps extends Omit<HealthOptions, 'logger'> {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** `GET /v1/health`. */
export function createHandler({ clock, telemetry, ...options }: CheckHealthDeps) {
  const { logger } = telemetry;
  const health = remembered(
    REMEMBERED_MS,
    clock,
    (atMs): Promise<HealthResponse> => checkHealth({ ...options, logger }, atMs),
  );
  return httpHandler(telemetry, async ({ event }) => {
    if (event.routeKey !== routeKey(ROUTES.getHealth))
      throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    return { statusCode: 200, body: await health() };
  });
}
