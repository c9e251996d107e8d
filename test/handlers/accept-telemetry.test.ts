import { gunzipSync, gzipSync } from 'node:zlib';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from '@jest/globals';
import { MAX_BODY_BYTES } from '@token-ledger/contract';
import { NOBODY_DISABLED } from '@token-ledger/core';
import { JSON_TYPE, PROTOBUF, setUpTelemetry } from '../support/accepted-telemetry.ts';
import { NOON } from '../support/records.ts';
import {
  API_REQUEST,
  API_RESOURCE,
  API_SPAN,
  CLAUDE_CODE,
  jsonRequest,
  type Named,
  protobufRequest,
  type Recorded,
  recorded,
} from '../support/telemetry.ts';

/** The day on which the sessions were recorded. */
const RECORDED = { nowMs: Date.UTC(2026, 10, 29, 14) };

const events = (...entries: readonly Named[]) => ({ resource: CLAUDE_CODE, atMs: NOON, entries });
const { request_id: _, ...ANONYMOUS } = API_REQUEST;
const UNNAMED = Object.fromEntries(Object.entries(ANONYMOUS).filter(([name]) => name !== 'session.id'));

describe('what Claude Code really sent', () => {
  it.each<[string, Recorded, boolean]>([
    ['protobuf', 'new', false],
    ['compressed protobuf', 'new', true],
    ['JSON', 'json', false],
  ])('as %s is recorded under the access key', async (encoding, name, gzip) => {
    const intake = setUpTelemetry(RECORDED);
    const bytes = recorded(name);
    const body = gzip ? gzipSync(bytes) : name === 'json' ? bytes.toString() : bytes;
    const answer = await intake.post('/v1/logs', body, gzip ? { 'content-encoding': 'gzip' } : {});
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': encoding === 'JSON' ? JSON_TYPE : PROTOBUF },
      body: encoding === 'JSON' ? '{}' : '',
    });
    await intake.record();
    expect(await intake.records()).toEqual([
      expect.objectContaining({
        accessKeyId: 'ak_team',
        requestId: name === 'json' ? 'req_011CT4' : 'req_011CT1',
        source: 'claude_code',
        detail: 'totals',
        model: 'claude-opus-4-8',
        tokens: expect.objectContaining({
          input: 12,
          output: 150,
          cacheRead: 3000,
          cacheCreation5m: 150,
          cacheCreation1h: 250,
        }),
      }),
    ]);
    expect(intake.telemetry.counts).toMatchObject({ RecordsAccepted: 1, RecordsRecorded: 1 });
  });

  it('is the same records when it is sent twice and in another order', async () => {
    const names: readonly Recorded[] = ['new', 'resumed', 'forked', 'no-request-id', 'json'];
    const [once, again] = [setUpTelemetry(RECORDED), setUpTelemetry(RECORDED)];
    const send = async (intake: typeof once, name: Recorded) => {
      const bytes = recorded(name);
      const answer = await intake.post('/v1/logs', name === 'json' ? bytes.toString() : bytes);
      expect(answer.statusCode).toBe(200);
    };
    for (const name of names) await send(once, name);
    for (const name of [...names.toReversed(), ...names]) await send(again, name);
    await once.record();
    await again.record();
    await again.record();
    expect(await once.records()).toHaveLength(5);
    expect(await again.records()).toEqual(await once.records());
  });
});

describe('an export request', () => {
  it('names in its answer what was rejected, and why', async () => {
    const intake = setUpTelemetry();
    const made = events(API_REQUEST, UNNAMED, { ...API_REQUEST, request_id: 'req_2', input_tokens: -1 });
    const json = await intake.post('/v1/logs', jsonRequest('logs', made));
    expect(json.statusCode).toBe(200);
    const { partialSuccess } = JSON.parse(json.body);
    expect(partialSuccess.rejectedLogRecords).toBe('2');
    expect(partialSuccess.errorMessage).toBe(
      'missing_identity (1): has neither a request id nor a message id | ' +
        'invalid_record (1): /usage/input_tokens must be a whole number from 0 to 1099511627776; got -1',
    );
    const protobuf = await intake.post('/v1/logs', protobufRequest('logs', made));
    expect(decodePartialSuccess(protobuf.body)).toEqual({
      rejected: 2,
      message: partialSuccess.errorMessage,
    });
    expect(intake.telemetry.counts).toMatchObject({ RecordsAccepted: 2, RecordsRejected: 4 });
  });

  it('loses no record by another one that a defect keeps from being judged', async () => {
    const users = {
      get: () => {
        throw new Error('a defect');
      },
    } as unknown as Map<string, number>;
    const intake = setUpTelemetry({ disabled: { ...NOBODY_DISABLED, users } });
    const broken = { ...API_REQUEST, request_id: 'req_2', 'user.email': 'a@example.com' };
    const answer = await intake.post('/v1/logs', jsonRequest('logs', events(API_REQUEST, broken)));
    expect(JSON.parse(answer.body).partialSuccess).toMatchObject({
      rejectedLogRecords: '1',
      errorMessage: expect.stringMatching(/^internal_error \(1\): /),
    });
    expect(intake.telemetry.counts).toMatchObject({ RecordsAccepted: 1, RecordsRejected: 1 });
    expect(intake.telemetry.lines.some(({ level }) => level === 'error')).toBe(true);
  });

  it('of metrics is taken and counts nothing', async () => {
    const intake = setUpTelemetry();
    const made = { resource: CLAUDE_CODE, entries: [API_REQUEST] };
    for (const body of [protobufRequest('logs', made), { resourceMetrics: [{ scopeMetrics: [] }] }, {}]) {
      expect((await intake.post('/v1/metrics', body)).statusCode).toBe(200);
    }
    for (const body of [Buffer.from('anything'), [], 'text']) {
      expect((await intake.post('/v1/metrics', body)).statusCode).toBe(400);
    }
    expect(intake.queues).toEqual({ live: [], spans: [] });
  });

  it('that the queue does not take is retryable', async () => {
    const intake = setUpTelemetry({ sends: () => false });
    const answer = await intake.post('/v1/logs', jsonRequest('logs', events(API_REQUEST)));
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
    expect(intake.telemetry.counts).toMatchObject({ RecordsFailed: 1 });
  });

  it.each<[string, number, string, Parameters<ReturnType<typeof setUpTelemetry>['post']>[1], object?]>([
    ['of bytes that are no protobuf', 400, 'invalid_request', Buffer.from('no protobuf')],
    ['of JSON that is no request', 400, 'invalid_request', { resourceLogs: 'no list' }],
    ['of what is no JSON', 400, 'invalid_json', '{'],
    ['of another media type', 415, 'unsupported_media_type', '', { 'content-type': 'text/plain' }],
    [
      'in another compression',
      415,
      'unsupported_content_encoding',
      Buffer.from(''),
      { 'content-encoding': 'zstd' },
    ],
    [
      'of too many bytes once inflated',
      413,
      'body_too_large',
      gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1)),
      { 'content-encoding': 'gzip' },
    ],
    [
      'of bytes that are not compressed',
      400,
      'invalid_encoding',
      Buffer.from('x'),
      { 'content-encoding': 'gzip' },
    ],
    [
      'of too many entries',
      413,
      'too_many_records',
      protobufRequest('logs', { entries: Array.from({ length: 10_001 }, () => ({})) }),
    ],
  ])('%s is refused for good', async (__, status, code, body, headers = {}) => {
    const intake = setUpTelemetry();
    const answer = await intake.post('/v1/logs', body, headers as Record<string, string>);
    expect(answer.statusCode).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ code, retryable: false });
    expect(intake.queues.live).toEqual([]);
  });

  it('of compressed JSON, which the gateway destroys, is refused with advice', async () => {
    const intake = setUpTelemetry();
    const destroyed = gzipSync(JSON.stringify(jsonRequest('logs', events(API_REQUEST)))).toString();
    expect(() => gunzipSync(Buffer.from(destroyed))).toThrow(/incorrect header check/);
    const answer = await intake.post('/v1/logs', destroyed, { 'content-encoding': 'gzip' });
    expect(answer.statusCode).toBe(415);
    expect(JSON.parse(answer.body).detail).toContain('OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf');
  });
});

describe('an access key', () => {
  const named = { ...API_REQUEST, 'user.email': 'a@example.com' };

  it.each([
    ['ingest:users', 'a@example.com'],
    ['ingest:any', 'a@example.com'],
    // Its own user: an event that names another one is not refused for it.
    ['ingest', 'u_owner'],
  ] as const)('of scope %s reports its telemetry for %s', async (scope, userId) => {
    const intake = setUpTelemetry({ principal: { scopes: [scope], ownerUserId: 'u_owner' } });
    await intake.post('/v1/logs', jsonRequest('logs', events(named)));
    await intake.record();
    expect(await intake.records()).toEqual([expect.objectContaining({ accessKeyId: 'ak_team', userId })]);
  });

  it('that is disabled has its telemetry rejected', async () => {
    const disabled = { ...NOBODY_DISABLED, accessKeys: new Map([['ak_team', 0]]) };
    const intake = setUpTelemetry({ disabled });
    const answer = await intake.post('/v1/logs', jsonRequest('logs', events(API_REQUEST)));
    expect(JSON.parse(answer.body).partialSuccess.errorMessage).toMatch(/^disabled \(1\): \/accessKeyId /);
    expect(intake.queues.live).toEqual([]);
  });

  it('has more tokens than one call can have used quarantined by the consumer', async () => {
    const intake = setUpTelemetry();
    const made = events({ ...API_REQUEST, input_tokens: 2e9 });
    const answer = await intake.post('/v1/logs', jsonRequest('logs', made));
    expect(JSON.parse(answer.body).partialSuccess.rejectedLogRecords).toBe('1');
    await intake.record();
    expect(await intake.records()).toEqual([]);
    expect(intake.telemetry.counts).toMatchObject({ RecordsQuarantined: 1 });
  });
});

describe('a span without a name of its call', () => {
  it('of Anthropic is rejected, and counted among what was witnessed', async () => {
    const intake = setUpTelemetry();
    const nameless = { 'gen_ai.usage.input_tokens': 1, 'gen_ai.usage.output_tokens': 1 };
    const made = { resource: API_RESOURCE, atMs: NOON, entries: [nameless, API_SPAN] };
    const answer = await intake.post('/v1/traces', jsonRequest('traces', made));
    expect(JSON.parse(answer.body).partialSuccess.rejectedSpans).toBe('1');
    expect(await intake.witnesses.listWitnessed(0, 2 * NOON)).toEqual([
      expect.objectContaining({ seen: 1, withoutIdentity: 1, held: 0, recorded: 0 }),
    ]);
    expect(intake.queues.live).toEqual([]);
    expect(intake.queues.spans).toHaveLength(1);
  });
});

/** `partial_success` of an answer, which API Gateway gets in base64. */
function decodePartialSuccess(base64: string) {
  const reader = new BinaryReader(Buffer.from(base64, 'base64'));
  reader.tag();
  reader.uint32();
  reader.tag();
  const rejected = Number(reader.int64());
  reader.tag();
  return { rejected, message: reader.string() };
}
