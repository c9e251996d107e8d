import { connectGateway } from '../connect/gateway.ts';
import { readEnvironment } from '../shared/environment.ts';
import { SERVICES } from '../shared/metrics.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { environment } from './contract.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry(SERVICES.forwardCalls);

export const handler = awslambda.streamifyResponse(
  createHandler({
    gateway: connectGateway(readEnvironment(environment, process.env), telemetry),
    openResponse: (stream, head) => awslambda.HttpResponseStream.from(stream, { ...head }),
    telemetry,
  }),
);
