import { connectReports } from '../connect/reports.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const { reports, start, schedulerOf } = connectReports(readEnvironment(environment, process.env));

export const handler = createHandler({
  reports,
  start,
  schedulerOf,
  telemetry: createTelemetry(SERVICES.runReport),
});
