import type { HealthResponse } from '@token-ledger/contract';
import type { Clock } from '@token-ledger/core';
import { serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { checkHealth, type HealthOptions } from './check-health.ts';
import { remembered } from './remembered.ts';

/** The sources are read at most this often, however many monitors ask. */
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
  return serve(
    SERVICES.checkHealth,
    { telemetry },
    { getHealth: async () => ({ statusCode: 200, body: await health() }) },
  );
}
