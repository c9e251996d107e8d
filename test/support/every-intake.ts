import { createHttpTransport } from '@token-ledger/client/http';
import type { QualityResponse, StatisticsResponse } from '@token-ledger/contract';
import { type AccessKeyPrincipal, NOBODY_DISABLED, type SendOutcome } from '@token-ledger/core';
import { InMemoryIdempotencyStore, InMemorySourceStore, InMemoryUsageQueue } from '@token-ledger/in-memory';
import { createHandler as createAcceptTelemetry } from '../../functions/accept-telemetry/handler.ts';
import { createHandler as createAcceptUsage } from '../../functions/accept-usage/handler.ts';
import { createHandler as createQueryUsage } from '../../functions/query-usage/handler.ts';
import { createHandler as createRecordUsage } from '../../functions/record-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { createHearSources } from '../../functions/shared/hear-sources.ts';
import { createReadSources } from '../../functions/shared/silent-sources.ts';
import { PROTOBUF } from './accepted-telemetry.ts';
import { answered } from './answered.ts';
import { AuditedLedger } from './audited-ledger.ts';
import { checkedQuality } from './checked-quality.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import { LIMITS } from './ledger-over.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { shownIds } from './shown-ids.ts';
import { sqsEvent } from './sqs-event.ts';

/**
 * Every function through which usage enters, over one in-memory ledger, and those that show it. Queues deliver nothing by
 * themselves: a test decides in which order, and how often.
 */
export function everyIntake() {
  const ledger = new AuditedLedger();
  const queue = new InMemoryUsageQueue();
  const spans: string[] = [];
  const sources = new InMemorySourceStore();
  const telemetry = recordingTelemetry();
  const { witnesses } = ledger;
  const shared = {
    ledger: ledger.deps,
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
    events: NO_EVENTS,
    hearSources: createHearSources({ store: sources, logger: telemetry.logger }),
    qualityMetrics: true,
    telemetry,
  };
  const sendUsage = (bodies: readonly string[]) => queue.send('live', bodies);
  const sendSpans = async (bodies: readonly string[]): Promise<SendOutcome[]> => {
    spans.push(...bodies);
    return bodies.map(() => ({ kind: 'sent' }));
  };
  const acceptUsage = createAcceptUsage({
    ...shared,
    queue,
    idempotency: new InMemoryIdempotencyStore(),
    asyncProcessing: true,
  });
  const acceptTelemetry = createAcceptTelemetry({
    ...shared,
    sendUsage,
    sendSpans,
    witnesses,
    clock: ledger.deps.clock,
  });
  const recordUsage = createRecordUsage({ ...shared, witnesses });
  const { shownIdsOf } = shownIds({ clock: ledger.deps.clock });
  const queryUsage = createQueryUsage({
    ledger: ledger.deps,
    shownIdsOf,
    signingKey: async () => new Uint8Array(32).fill(7),
    cacheTtlSeconds: 3600,
    telemetry,
  });

  return {
    ledger,
    queue,
    /** Bodies of the messages in which spans wait. */
    spans,
    /** `POST /v1/usage` as the client library and importers send it. */
    transportOf: (principal: Partial<AccessKeyPrincipal>, accessKey: string) =>
      createHttpTransport({
        endpoint: 'https://ledger.example',
        accessKey,
        requestTimeoutMs: 60_000,
        fetch: (async (_url: string, { body }: { body: string }) => {
          const request = { method: 'POST', path: '/v1/usage', json: JSON.parse(body), principal } as const;
          const answer = await answered(acceptUsage, request);
          return new Response(answer.text, { status: answer.statusCode ?? 500 });
        }) as unknown as typeof globalThis.fetch,
      }),
    /** An export request in protobuf. */
    async postTelemetry(
      path: '/v1/logs' | '/v1/traces',
      bytes: Uint8Array,
      principal: Partial<AccessKeyPrincipal>,
    ): Promise<void> {
      const body = Buffer.from(bytes).toString('base64');
      const headers = { 'content-type': PROTOBUF };
      const event = httpEvent({ method: 'POST', path, headers, body, isBase64Encoded: true, principal });
      const { statusCode } = await acceptTelemetry(event, lambdaContext());
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}.`);
    },
    /** Delivers one batch of messages to their consumer. */
    async deliver(bodies: readonly string[]): Promise<void> {
      const { batchItemFailures } = await recordUsage(sqsEvent(...bodies));
      if (batchItemFailures.length > 0) throw new Error('record-usage handed messages back.');
    },
    /** What `GET /v1/statistics` answers. */
    async statistics(query: Query): Promise<StatisticsResponse> {
      return read(queryUsage, '/v1/statistics', query);
    },
    /** What `GET /v1/quality` answers. */
    async quality(query: Query): Promise<QualityResponse> {
      const heard = createReadSources(sources, {}, ledger.deps.clock);
      return read(checkedQuality(ledger, { telemetry, sources: heard }), '/v1/quality', query);
    },
  };
}

export type EveryIntake = ReturnType<typeof everyIntake>;

type Query = Readonly<Record<string, string>>;

async function read<T>(handler: Parameters<typeof answered>[0], path: string, query: Query): Promise<T> {
  const { statusCode, text, body } = await answered(handler, {
    method: 'GET',
    path,
    query,
    scopes: ['read'],
  });
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text}`);
  return body as T;
}
