import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { denialError } from '../shared/http/problem-error.ts';
import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { type AcceptEntriesDeps, acceptEntries, type CountedSignal } from './accept-entries.ts';
import { answerOf } from './answer.ts';
import { encodingOf, readTelemetry } from './read-telemetry.ts';

export const createHandler = handlerOf(SERVICES.acceptTelemetry, { acceptLogs, acceptMetrics, acceptTraces });

/** `POST /v1/logs`: events of Claude Code become records. */
function acceptLogs(deps: AcceptEntriesDeps, request: HttpRequest): Promise<HttpAnswer> {
  return accept(deps, request, 'logs');
}

/** `POST /v1/traces`: spans of calls become records, if nobody else reports the calls. */
function acceptTraces(deps: AcceptEntriesDeps, request: HttpRequest): Promise<HttpAnswer> {
  return accept(deps, request, 'traces');
}

/** `POST /v1/metrics`: taken, so that exporters need no second setting, and not counted: events count the same tokens. */
async function acceptMetrics(_: unknown, { event }: HttpRequest): Promise<HttpAnswer> {
  const encoding = encodingOf(event);
  await readTelemetry(event, encoding, 'metrics');
  return answerOf(encoding, 'metrics');
}

async function accept(
  deps: AcceptEntriesDeps,
  { event, principal }: HttpRequest,
  signal: CountedSignal,
): Promise<HttpAnswer> {
  if (principal.kind !== 'access_key') throw denialError('insufficient_role', event.routeKey);
  const encoding = encodingOf(event);
  const entries = await readTelemetry(event, encoding, signal);
  const rejection = await acceptEntries(deps, entries, signal, principal);
  return answerOf(encoding, signal, rejection);
}
