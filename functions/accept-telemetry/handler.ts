import {
  type AdmittedRecord,
  judgeRecord,
  packMessages,
  reporterOf,
  toWireRecord,
} from '@token-ledger/contract';
import {
  type AccessKeyPrincipal,
  type AdmissionLimits,
  type Clock,
  type DisabledIds,
  hourStart,
  mayReportAnyUser,
  NOTHING_WITNESSED,
  type SendMessages,
  type WitnessStore,
} from '@token-ledger/core';
import { createSplitSolver, readClaudeCodeEvent, readSpan, type Signal } from '@token-ledger/otlp';
import type { HearSources } from '../shared/hear-sources.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { denialError, ProblemError } from '../shared/http/problem-error.ts';
import { serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { answerOf } from './answer.ts';
import { encodingOf, readTelemetry } from './read-telemetry.ts';
import { Rejections } from './rejections.ts';

export interface AcceptTelemetryDeps {
  /** Sends to the live queue, as every report of usage. */
  readonly sendUsage: SendMessages;
  /** Sends to the queue in which spans wait. */
  readonly sendSpans: SendMessages;
  readonly witnesses: Pick<WitnessStore, 'addWitnessed'>;
  readonly hearSources: HearSources;
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: AcceptTelemetryDeps) {
  return serve(SERVICES.acceptTelemetry, deps, { acceptLogs, acceptMetrics, acceptTraces });
}

const solveCacheSplit = createSplitSolver();

/** `POST /v1/logs`: events of Claude Code become records. */
function acceptLogs(deps: AcceptTelemetryDeps, request: HttpRequest): Promise<HttpAnswer> {
  return accept(deps, request, 'logs');
}

/** `POST /v1/traces`: spans of calls become records, if nobody else reports the calls. */
function acceptTraces(deps: AcceptTelemetryDeps, request: HttpRequest): Promise<HttpAnswer> {
  return accept(deps, request, 'traces');
}

/** `POST /v1/metrics`: taken, so that exporters need no second setting, and not read: metrics count what events count. */
async function acceptMetrics(_: AcceptTelemetryDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  return answerOf(encodingOf(event), 'metrics');
}

async function accept(
  deps: AcceptTelemetryDeps,
  { event, principal }: HttpRequest,
  signal: Signal,
): Promise<HttpAnswer> {
  const encoding = encodingOf(event);
  const entries = await readTelemetry(event, encoding, signal);
  if (principal.kind !== 'access_key') throw denialError('insufficient_role');
  const receivedAtMs = deps.clock();
  const rules = { limits: deps.limits, disabled: await deps.disabledIds() };
  const read = readerOf(signal, principal);
  const rejections = new Rejections();
  const stored: Pick<AdmittedRecord, 'reported'>[] = [];
  const unidentified = new Map<number, number>();
  let accepted = 0;
  for (const entry of entries) {
    const reading = read(entry);
    if (reading.kind === 'ignored') continue;
    if (reading.kind === 'rejected') {
      rejections.add('missing_identity', 'has neither a request id nor a message id');
      if (reading.source === 'anthropic_span') {
        const hour = hourStart(reading.occurredAt ?? receivedAtMs);
        unidentified.set(hour, (unidentified.get(hour) ?? 0) + 1);
      }
      continue;
    }
    const context = { reporter: reporterOf(principal), problemsAreKept: true };
    const judged = judgeRecord(reading.record, context, receivedAtMs, rules);
    if (judged.kind === 'admitted') accepted += 1;
    else rejections.add(judged.code, describe(judged.problems));
    // What is implausible is quarantined by the consumer of the queue, which judges by the same rules.
    if (judged.kind === 'admitted' || judged.code === 'too_many_tokens') stored.push(judged);
  }
  await store(deps, stored, signal, receivedAtMs);
  await countUnidentified(deps, unidentified);
  // Most spans are never recorded, which is when other sources are heard.
  if (signal === 'traces')
    await deps.hearSources(
      stored.map(({ reported: { source } }) => ({ receivedAtMs, ...(source && { source }) })),
    );
  deps.telemetry.count('RecordsAccepted', accepted);
  deps.telemetry.count('RecordsRejected', rejections.count);
  return answerOf(encoding, signal, rejections.summary());
}

function readerOf(signal: Signal, { scopes }: AccessKeyPrincipal) {
  const options = { mayNameUsers: mayReportAnyUser(scopes) };
  return (entry: Parameters<typeof readSpan>[0]) =>
    signal === 'logs' ? readClaudeCodeEvent(entry, options, solveCacheSplit) : readSpan(entry, options);
}

/** Queues records. Throws a `ProblemError` unless all are confirmed: the exporter then sends all again, and all count once. */
async function store(
  { sendUsage, sendSpans, telemetry }: AcceptTelemetryDeps,
  records: readonly Pick<AdmittedRecord, 'reported'>[],
  signal: Signal,
  receivedAtMs: number,
): Promise<void> {
  const messages = packMessages(
    records.map(({ reported }) => toWireRecord(reported)),
    receivedAtMs,
  );
  const send = signal === 'logs' ? sendUsage : sendSpans;
  const outcomes = await send(messages.map(({ body }) => body));
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (!failure) return;
  telemetry.count('RecordsFailed', records.length);
  telemetry.logger.error('The queue did not confirm telemetry; the exporter is asked to send it again.', {
    error: failure.error,
  });
  throw new ProblemError('not_stored', { detail: 'The queue did not confirm every record. Send all again.' });
}

/** Counts spans of Anthropic that name no call. The count is approximate, so a failure costs nothing but the count. */
async function countUnidentified(
  { witnesses, telemetry }: AcceptTelemetryDeps,
  hours: ReadonlyMap<number, number>,
): Promise<void> {
  try {
    for (const [hour, count] of [...hours].slice(0, MAX_COUNTED_HOURS)) {
      await witnesses.addWitnessed(hour, { ...NOTHING_WITNESSED, seen: count, withoutIdentity: count });
    }
  } catch (error) {
    telemetry.logger.warn('Spans without identity could not be counted.', { error });
  }
}

/** Spans of one request are of the last minutes. More hours come of wrong clocks. */
const MAX_COUNTED_HOURS = 3;

function describe(problems: readonly { readonly path: string; readonly message: string }[]): string {
  return problems.map(({ path, message }) => `${path} ${message}`).join('; ');
}
