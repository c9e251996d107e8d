import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AccessKeyPrincipal,
  type DisabledIds,
  type LedgerStore,
  NOBODY_DISABLED,
  type SendOutcome,
  type UsageRecord,
} from '@token-ledger/core';
import {
  createInMemoryLedgerStore,
  InMemorySourceStore,
  InMemoryWitnessStore,
} from '@token-ledger/in-memory';
import { createHandler } from '../../functions/accept-telemetry/handler.ts';
import { createHandler as createConsumer } from '../../functions/record-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { createHearSources } from '../../functions/shared/hear-sources.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import { LIMITS, ledgerOver } from './ledger-over.ts';
import { overriddenStore } from './overridden-store.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';
import { sqsEvent } from './sqs-event.ts';

/** The media type of each encoding of export requests. */
export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';

interface SetUp {
  readonly principal?: Partial<AccessKeyPrincipal>;
  readonly disabled?: DisabledIds;
  /** Operations of the store that do something else. */
  readonly overrides?: Partial<LedgerStore>;
  /** Whether the queues take messages. */
  readonly sends?: () => boolean;
  readonly nowMs?: number;
}

/** The intake of telemetry with its queues, and the function that records. */
export function setUpTelemetry({
  principal = {},
  disabled = NOBODY_DISABLED,
  overrides = {},
  sends = () => true,
  nowMs = NOON,
}: SetUp = {}) {
  const store = createInMemoryLedgerStore();
  const witnesses = new InMemoryWitnessStore();
  const sources = new InMemorySourceStore();
  const telemetry = recordingTelemetry();
  const queues = { live: [] as string[], spans: [] as string[] };
  const senderTo = (queue: string[]) => async (bodies: readonly string[]) =>
    bodies.map((body): SendOutcome => {
      if (!sends()) return { kind: 'failed', error: new Error('SQS is down') };
      queue.push(body);
      return { kind: 'sent' };
    });
  const disabledIds = async () => disabled;
  const clock = () => nowMs;
  const handler = createHandler({
    sendUsage: senderTo(queues.live),
    sendSpans: senderTo(queues.spans),
    witnesses,
    hearSources: createHearSources({ store: sources, logger: telemetry.logger }),
    limits: LIMITS,
    disabledIds,
    clock,
    telemetry,
  });
  const consume = createConsumer({
    ledger: ledgerOver(overriddenStore(store, overrides), clock),
    witnesses,
    limits: LIMITS,
    disabledIds,
    events: NO_EVENTS,
    hearSources: createHearSources({ store: sources, logger: telemetry.logger }),
    telemetry,
    qualityMetrics: true,
  });

  async function post(
    path: '/v1/logs' | '/v1/metrics' | '/v1/traces',
    body: Uint8Array | object | string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const isBytes = body instanceof Uint8Array;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    // As the gateway passes it on: JSON as text, all else as base64.
    const event = httpEvent({
      method: 'POST',
      path,
      headers: { 'content-type': isBytes ? PROTOBUF : JSON_TYPE, ...headers },
      body: isBytes ? Buffer.from(body).toString('base64') : text,
      isBase64Encoded: isBytes,
      scopes: ['ingest:users'],
      principal: { accessKeyId: 'ak_team', ...principal },
    });
    const answer = await handler(event, lambdaContext());
    return { statusCode: answer.statusCode ?? 0, headers: answer.headers ?? {}, body: answer.body ?? '' };
  }

  return {
    store,
    witnesses,
    sources,
    telemetry,
    queues,
    post,
    /** Delivers what waits for usage to be recorded, at least once as the queue does. */
    record: async () => {
      expectNoFailures(await consume(sqsEvent(...queues.live)));
    },
    /** Delivers the spans whose time has come. */
    recordSpans: async () => {
      expectNoFailures(await consume(sqsEvent(...queues.spans)));
    },
    consume,
    /** Every record, by access key and name. */
    async records(): Promise<readonly UsageRecord[]> {
      const all: UsageRecord[] = [];
      for await (const page of store.scanRecords()) all.push(...page);
      return all.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
    },
    /** Serves the intake on the loopback interface, for real exporters. */
    serve: () => serve(post),
  };
}

const keyOf = ({ accessKeyId, requestId }: UsageRecord) => `${accessKeyId} ${requestId}`;

function expectNoFailures({ batchItemFailures }: { readonly batchItemFailures: readonly unknown[] }): void {
  if (batchItemFailures.length > 0) throw new Error('Messages were handed back.');
}

async function serve(post: ReturnType<typeof setUpTelemetry>['post']) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const path = request.url as Parameters<typeof post>[0];
      paths.push(path);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const isJson = headers['content-type'] === JSON_TYPE;
      const answer = await post(path, isJson ? body.toString() : new Uint8Array(body), headers);
      response.writeHead(answer.statusCode, answer.headers as Record<string, string>);
      const isText = String(answer.headers['content-type']).includes('json');
      response.end(isText ? answer.body : Buffer.from(answer.body, 'base64'));
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
