import Anthropic from '@anthropic-ai/sdk';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, type LogRecordExporter, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { OTLPLogExporter as JsonExporter } from 'otlp-logs-json-0.301';
import { OTLPLogExporter as OldExporter } from 'otlp-logs-proto-0.208';
import { OTLPLogExporter as NewExporter } from 'otlp-logs-proto-0.301';
import { OTLPTraceExporter } from 'otlp-traces-proto-0.301';
import { setUpTelemetry } from '../support/accepted-telemetry.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { API_REQUEST, API_RESOURCE, API_SPAN, CLAUDE_CODE, type Named } from '../support/telemetry.ts';

/*
 * Real exporters, of the version that Claude Code has and of a newer one, and the spans of Anthropic's own SDK, all through
 * HTTP to the functions.
 */

type Intake = ReturnType<typeof setUpTelemetry>;

let intake: Intake;
let server: Awaited<ReturnType<Intake['serve']>>;
let api: MessagesApi | undefined;

beforeEach(async () => {
  intake = setUpTelemetry({ nowMs: Date.now() });
  server = await intake.serve();
});

afterEach(async () => {
  await server.close();
  await api?.close();
  api = undefined;
});

type MakeExporter = (options: { url: string; compression: 'gzip' | 'none' }) => unknown;

describe('log records of a real exporter', () => {
  it.each<[string, MakeExporter, 'gzip' | 'none']>([
    ['0.208, protobuf', (options) => new OldExporter(options as never), 'none'],
    ['0.208, compressed protobuf', (options) => new OldExporter(options as never), 'gzip'],
    ['0.301, protobuf', (options) => new NewExporter(options as never), 'none'],
    ['0.301, compressed protobuf', (options) => new NewExporter(options as never), 'gzip'],
    ['0.301, JSON', (options) => new JsonExporter(options as never), 'none'],
  ])('%s, are recorded', async (_, make, compression) => {
    const exporter = make({ url: `${server.url}/v1/logs`, compression }) as LogRecordExporter;
    const provider = new LoggerProvider({
      resource: resourceFromAttributes(CLAUDE_CODE),
      processors: [new SimpleLogRecordProcessor({ exporter })],
    });
    const logger = provider.getLogger('com.anthropic.claude_code.events');
    for (let index = 1; index <= 3; index += 1) {
      const attributes = { ...API_REQUEST, 'event.timestamp': new Date().toISOString() };
      logger.emit({
        body: 'claude_code.api_request',
        attributes: { ...attributes, request_id: `req_${index}`, 'event.sequence': index },
      });
    }
    await provider.forceFlush();
    await provider.shutdown();
    await intake.record();
    expect(await intake.records()).toEqual(
      [1, 2, 3].map((index) =>
        expect.objectContaining({
          requestId: `req_${index}`,
          tokens: expect.objectContaining({ cacheCreation5m: 150, cacheCreation1h: 250, cacheRead: 3000 }),
        }),
      ),
    );
  });
});

describe('spans of a real exporter', () => {
  it('as the API sends them become records of totals', async () => {
    await emitSpans(API_RESOURCE, 'com.anthropic.claude-platform', API_SPAN);
    await intake.recordSpans();
    await intake.record();
    expect(await intake.records()).toEqual([
      expect.objectContaining({ requestId: 'req_1', otherName: 'msg_1', source: 'anthropic_span' }),
    ]);
  });

  it('of the SDK have input tokens without the cache', async () => {
    api = await startMessagesApi();
    const provider = providerOf({ 'service.name': 'checkout' });
    const client = new Anthropic({
      apiKey: 'sk-ant-stand-in',
      baseURL: api.url,
      openTelemetry: { tracerProvider: provider },
    });
    const ask = {
      model: 'claude-opus-4-8',
      max_tokens: 10,
      messages: [{ role: 'user' as const, content: 'Hi' }],
    };
    await client.messages.create(ask);
    await client.messages.stream(ask).finalMessage();
    await provider.forceFlush();
    await provider.shutdown();
    await intake.recordSpans();
    await intake.record();
    const expected = (requestId: string, otherName: string, output: number) =>
      expect.objectContaining({
        requestId,
        otherName,
        source: 'span',
        detail: 'totals',
        status: 'ok',
        tokens: expect.objectContaining({ input: 27, output, cacheRead: 3000 }),
      });
    expect(await intake.records()).toEqual([expected('req_1', 'msg_1', 7), expected('req_2', 'msg_2', 150)]);
  });
});

async function emitSpans(resource: Named, scope: string, attributes: Named): Promise<void> {
  const provider = providerOf(resource);
  provider
    .getTracer(scope)
    .startSpan('chat', { attributes: { ...attributes } })
    .end();
  await provider.forceFlush();
  await provider.shutdown();
}

function providerOf(resource: Named): TracerProvider {
  const exporter = new OTLPTraceExporter({ url: `${server.url}/v1/traces` });
  return new TracerProvider({
    resource: resourceFromAttributes(resource),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
}
