import { startGatewayServer } from '@token-ledger/gateway/server';
import { connectGateway } from '../../connect/gateway.ts';
import { readEnvironment } from '../../shared/environment.ts';
import { SERVICES } from '../../shared/metrics.ts';
import { createTelemetry } from '../../shared/telemetry.ts';
import { environment } from './contract.ts';

/** A server serves many calls at once, so metrics are written by time and not by call. */
const FLUSH_EVERY_MS = 10_000;

const variables = readEnvironment(environment, process.env);
const telemetry = createTelemetry(SERVICES.forwardCalls);
const server = await startGatewayServer({
  gateway: connectGateway(variables, telemetry),
  host: variables.HOST,
  port: variables.PORT,
  onDisconnect: variables.ON_DISCONNECT,
});
const flushing = setInterval(() => telemetry.flush(), FLUSH_EVERY_MS);
telemetry.logger.info('The gateway listens.', { url: server.url });

async function stop(): Promise<void> {
  await server.stop(variables.STOP_GRACE_SECONDS * 1000);
  clearInterval(flushing);
  telemetry.flush();
}

process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
