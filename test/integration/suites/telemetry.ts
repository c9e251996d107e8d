import { randomUUID } from 'node:crypto';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, type LogRecordExporter, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { IssuedAccessKeyResponse, QualityResponse, RecordResponse } from '@token-ledger/contract';
import { OTLPLogExporter as JsonExporter } from 'otlp-logs-json-0.301';
import { OTLPLogExporter as OldExporter } from 'otlp-logs-proto-0.208';
import { OTLPLogExporter as NewExporter } from 'otlp-logs-proto-0.301';
import { functionOf } from '../../../scripts/local/roll-up.ts';
import {
  API_REQUEST,
  API_RESOURCE,
  API_SPAN,
  CLAUDE_CODE,
  jsonRequest,
  protobufRequest,
} from '../../support/telemetry.ts';
import { PATIENCE_MS, waitFor } from '../../support/wait-for.ts';
import { call, postRecords, usageOf, waitForUsage, yesterday } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { waitUntilEmpty } from '../support/queue.ts';
import { newUser } from '../support/records.ts';

const EXPORTERS = { OldExporter, NewExporter, JsonExporter };

/** Telemetry through the deployed product: real exporters, and spans of Anthropic. */
export function describeTelemetry(): void {
  describe('telemetry over HTTP', () => {
    it('of real exporters is counted once, in any order and however often it is sent', async () => {
      const key = await issueKey(['ingest:users']);
      const [user, run] = [newUser(), randomUUID()];
      const calls = Array.from({ length: 6 }, (_, index) => ({
        ...API_REQUEST,
        'user.email': user,
        'event.timestamp': new Date().toISOString(),
        'event.sequence': index,
        request_id: `req_${run}_${index}`,
      }));
      const makers = Object.values(EXPORTERS);
      const shuffled = [...calls, ...calls.toReversed()];
      for (const [index, Exporter] of makers.entries()) {
        await exportLogs(Exporter, key.accessKey, index === 0 ? calls : shuffled);
      }
      await waitForUsage(user, calls.length);
      await waitUntilEmpty();
      const usage = await usageOf(user);
      // At the prices of the model: 12 in, 150 out, 3000 read, 150 and 250 written, six times.
      expect(usage).toMatchObject({ requests: 6n, input: 72n, total: 6n * 3562n });
      expect(usage.rows.map(({ cost }) => cost.usd)).toEqual(['0.052485']);
    });

    it('never answers with a redirect, with or without a slash at its end', async () => {
      const { apiUrl, accessKey } = await deployedProduct();
      for (const signal of ['logs', 'metrics', 'traces']) {
        for (const slash of ['', '/']) {
          const { status } = await fetch(`${apiUrl}/v1/${signal}${slash}`, {
            method: 'POST',
            redirect: 'manual',
            headers: { authorization: `Bearer ${accessKey}`, 'content-type': 'application/x-protobuf' },
            body: new Uint8Array(),
          });
          expect([signal, slash, Math.floor(status / 100) === 3]).toEqual([signal, slash, false]);
          if (slash === '') expect([signal, status]).toEqual([signal, 200]);
        }
      }
    });

    it('of Anthropic is recorded where nobody else reported the call, and else only witnessed', async () => {
      await withoutDelay(async () => {
        const destination = await issueKey(['ingest']);
        const [user, run] = [newUser(), randomUUID()];
        const [reported, missed] = [`req_${run}_reported`, `req_${run}_missed`];
        const occurredAt = new Date().toISOString();
        const usage = { input_tokens: 12, output_tokens: 150, cache_read_input_tokens: 3000 };
        await postRecords([
          { requestId: reported, userId: user, occurredAt, model: 'claude-opus-4-8', usage },
        ]);
        await waitForUsage(user, 1);
        const before = await witnessed();
        const spans = [reported, missed].map((id) => ({
          ...API_SPAN,
          'anthropic.request.id': id,
          'gen_ai.response.id': `msg_${id}`,
        }));
        for (let times = 0; times < 2; times += 1) {
          const made = { resource: API_RESOURCE, name: 'chat', atMs: Date.now(), entries: spans };
          await post(
            '/v1/traces',
            destination.accessKey,
            'application/x-protobuf',
            protobufRequest('traces', made),
          );
        }
        const body = await waitFor('the span that nobody reported to be recorded', async () => {
          const found = await get<RecordResponse>(`/v1/records/${missed}`);
          return found.status === 200 ? found.body : undefined;
        });
        expect(body).toMatchObject({
          accessKeyId: destination.id,
          detail: 'totals',
          source: 'anthropic_span',
        });
        const after = await waitFor('all spans to be counted', async () => {
          const counts = await witnessed();
          return counts.seen - before.seen < 4 ? undefined : counts;
        });
        expect(await get<RecordResponse>(`/v1/records/${reported}`)).toMatchObject({
          status: 200,
          body: { userId: user },
        });
        expect((await usageOf(user)).requests).toBe(1n);
        expect([
          after.seen - before.seen,
          after.held - before.held,
          after.recorded - before.recorded,
        ]).toEqual([4, 2, 2]);
      });
    });

    it('names what it rejects in the answer', async () => {
      const key = await issueKey(['ingest']);
      const { request_id: _, 'session.id': __, ...nameless } = API_REQUEST;
      const made = { resource: CLAUDE_CODE, entries: [nameless] };
      const answer = await post(
        '/v1/logs',
        key.accessKey,
        'application/json',
        JSON.stringify(jsonRequest('logs', made)),
      );
      expect(JSON.parse(answer)).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } });
    });
  });
}

async function exportLogs(
  Exporter: (typeof EXPORTERS)[keyof typeof EXPORTERS],
  accessKey: string,
  calls: readonly object[],
): Promise<void> {
  const { apiUrl } = await deployedProduct();
  const exporter = new Exporter({
    url: `${apiUrl}/v1/logs`,
    headers: { authorization: `Bearer ${accessKey}` },
    timeoutMillis: PATIENCE_MS,
  }) as unknown as LogRecordExporter;
  const provider = new LoggerProvider({
    resource: resourceFromAttributes(CLAUDE_CODE),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger('com.anthropic.claude_code.events');
  // One after the other: at once, they would start a process of the function each.
  for (const attributes of calls) {
    logger.emit({ attributes: { ...attributes } });
    await provider.forceFlush();
  }
  await provider.shutdown();
}

async function post(
  path: string,
  accessKey: string,
  contentType: string,
  body: string | Uint8Array,
): Promise<string> {
  const { apiUrl } = await deployedProduct();
  const answer = await fetch(`${apiUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessKey}`, 'content-type': contentType },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

const get = <T>(path: string) => call<T>('GET', path);

async function issueKey(scopes: readonly string[]): Promise<IssuedAccessKeyResponse> {
  const { status, body } = await call<IssuedAccessKeyResponse>('POST', '/v1/access-keys', {
    name: 'telemetry',
    scopes,
  });
  expect(status).toBe(201);
  return body;
}

const lambda = new LambdaClient();

/** While `work` runs, spans are delivered after a second instead of 15 minutes. */
async function withoutDelay(work: () => Promise<void>): Promise<void> {
  const FunctionName = await functionOf(lambda, 'accept-telemetry');
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  expect(Environment?.Variables).toMatchObject({ SPAN_DELAY_SECONDS: '900' });
  const setDelay = async (SPAN_DELAY_SECONDS: string) => {
    const Variables = { ...Environment?.Variables, SPAN_DELAY_SECONDS };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  };
  await setDelay('1');
  try {
    await work();
  } finally {
    await setDelay('900');
  }
}

/** What Anthropic witnessed since yesterday. */
async function witnessed() {
  const { status, body } = await get<QualityResponse>(`/v1/quality?from=${yesterday()}`);
  expect(status).toBe(200);
  return body.witnessed;
}
