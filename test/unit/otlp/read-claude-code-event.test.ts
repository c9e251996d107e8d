import { describe, expect, it } from '@jest/globals';
import {
  createSplitSolver,
  decodeJson,
  decodeProtobuf,
  type Reading,
  readClaudeCodeEvent,
} from '@token-ledger/otlp';
import {
  API_REQUEST,
  CLAUDE_CODE,
  jsonRequest,
  type Named,
  protobufRequest,
  type Recorded,
  recorded,
} from '../../support/telemetry.ts';

const solve = createSplitSolver();

function readAll(entries: ReturnType<typeof decodeJson>, mayNameUsers = true): readonly Reading[] {
  return entries.map((entry) => readClaudeCodeEvent(entry, { mayNameUsers }, solve));
}

function recordsOf(readings: readonly Reading[]) {
  return readings.flatMap((reading) => (reading.kind === 'record' ? [reading.record] : []));
}

function readRecorded(name: Recorded) {
  const bytes = recorded(name);
  return readAll(
    name === 'json' ? decodeJson(JSON.parse(bytes.toString()), 'logs') : decodeProtobuf(bytes, 'logs'),
  );
}

function read(attributes: Named, { mayNameUsers = true, resource = CLAUDE_CODE } = {}): Reading {
  const made = { resource, atMs: Date.UTC(2026, 10, 21, 12), entries: [attributes] };
  const [fromJson] = readAll(decodeJson(jsonRequest('logs', made), 'logs'), mayNameUsers);
  const [fromProtobuf] = readAll(decodeProtobuf(protobufRequest('logs', made), 'logs'), mayNameUsers);
  expect(fromJson).toEqual(fromProtobuf);
  return fromProtobuf as Reading;
}

function readRecord(attributes: Named, options?: Parameters<typeof read>[1]) {
  const reading = read(attributes, options);
  if (reading.kind !== 'record') throw new Error(`The event was ${reading.kind}.`);
  return reading.record;
}

const BILLED = {
  input_tokens: 12,
  output_tokens: 150,
  cache_read_input_tokens: 3000,
  cache_creation_input_tokens: 400,
  cache_creation: { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 },
  speed: 'standard',
};

describe('what Claude Code 2.1.332 really sent', () => {
  it.each<[Recorded, string]>([
    ['new', 'req_011CT1'],
    ['resumed', 'req_011CT2'],
    ['forked', 'req_011CT3'],
    ['json', 'req_011CT4'],
  ])('for a session, %s, is the one call that was billed', (name, requestId) => {
    const readings = readRecorded(name);
    expect(recordsOf(readings)).toEqual([
      {
        requestId,
        occurredAt: expect.any(Number),
        model: 'claude-opus-4-8',
        feature: 'claude_code',
        endpoint: '/v1/messages',
        detail: 'totals',
        source: 'claude_code',
        usage: BILLED,
        metadata: {
          session: expect.stringMatching(/^0{8}-/),
          querySource: 'sdk',
          team: 'search',
          department: 'engineering',
          costCenter: 'eng-123',
        },
      },
    ]);
    expect(readings.filter(({ kind }) => kind === 'ignored').length).toBe(readings.length - 1);
  });

  it('has the same session and sequence for two calls once a session is resumed', () => {
    const [first, resumed] = [recorded('new'), recorded('resumed')].map((bytes) =>
      decodeProtobuf(bytes, 'logs').find(({ attributes }) => attributes.get('event.name') === 'api_request'),
    );
    for (const name of ['session.id', 'event.sequence'])
      expect(first?.attributes.get(name)).toBe(resumed?.attributes.get(name));
    expect(first?.attributes.get('request_id')).not.toBe(resumed?.attributes.get('request_id'));
  });

  it('has an identity of its own when the answer had no request id', () => {
    const [record] = recordsOf(readRecorded('no-request-id'));
    expect(record?.requestId).toMatch(/^otlp:[\w-]{43}$/);
    expect(recordsOf(readRecorded('no-request-id'))).toEqual([record]);
  });
});

describe('an event of Claude Code', () => {
  it('that does not state the split of cache writes has it by its cost', () => {
    expect(readRecord(API_REQUEST).usage).toEqual(BILLED);
  });

  it('takes the split that it states, unless that is more than the total', () => {
    const stated = (cache_creation_5m_tokens: number, cache_creation_1h_tokens: number) =>
      readRecord({ ...API_REQUEST, cache_creation_5m_tokens, cache_creation_1h_tokens }).usage.cache_creation;
    expect(stated(400, 0)).toEqual({ ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 0 });
    expect(stated(400, 1)).toEqual(BILLED.cache_creation);
  });

  it('keeps cache writes unattributed when its cost does not show the split', () => {
    const { cache_creation: _, ...unsplit } = BILLED;
    expect(readRecord({ ...API_REQUEST, cost_usd: 0.0087482 }).usage).toEqual(unsplit);
    // A search is billed, and in no attribute.
    expect(readRecord({ ...API_REQUEST, query_source: 'web_search_tool' }).usage).toEqual(unsplit);
  });

  it('may write numbers as text, as old versions did', () => {
    const texts = Object.fromEntries(
      Object.entries(API_REQUEST).map(([name, value]) => [name, String(value)]),
    );
    expect(readRecord(texts).usage).toEqual(BILLED);
  });

  it('says that a call was fast', () => {
    expect(readRecord({ ...API_REQUEST, speed: 'fast' }).usage.speed).toBe('fast');
  });

  it('counts when the call began, not when it ended', () => {
    expect(readRecord({ ...API_REQUEST, duration_ms: 4000 }).occurredAt).toBe(
      Date.UTC(2026, 10, 21, 11, 59, 56),
    );
    expect(readRecord({ ...API_REQUEST, duration_ms: 4e6 }).occurredAt).toBe(Date.UTC(2026, 10, 21, 12));
  });

  it.each<[string, Named, string]>([
    ['the person that the process names', { 'enduser.id': 'u_1', 'user.email': 'a@example.com' }, 'u_1'],
    [
      'the address of who signed in',
      { 'user.email': 'a@example.com', 'user.account_uuid': 'b' },
      'a@example.com',
    ],
    ['the account of who signed in', { 'user.account_uuid': 'b' }, 'b'],
  ])('is for %s, if the access key may name users', (_, attributes, userId) => {
    expect(readRecord({ ...API_REQUEST, ...attributes }).userId).toBe(userId);
    expect(readRecord({ ...API_REQUEST, ...attributes }, { mayNameUsers: false })).not.toHaveProperty(
      'userId',
    );
  });

  it('keeps labels only in the plain form of an id', () => {
    const labels = { 'team.id': 'what the walrus said', department: 'search', cost_center: 'x'.repeat(65) };
    expect(readRecord({ ...API_REQUEST, ...labels }).metadata).toEqual({
      session: 's_1',
      department: 'search',
    });
  });

  it.each<[string, Named]>([
    ['another event', { 'event.name': 'user_prompt' }],
    ['an error of the API', { 'event.name': 'api_error' }],
  ])('that is %s is ignored', (_, attributes) => {
    expect(read({ ...API_REQUEST, ...attributes })).toEqual({ kind: 'ignored' });
  });

  it('of another program is ignored', () => {
    expect(read(API_REQUEST, { resource: { 'service.name': 'checkout' } })).toEqual({ kind: 'ignored' });
  });
});

describe('the identity of an event without a request id', () => {
  const { request_id: _, ...ANONYMOUS } = API_REQUEST;
  const idOf = (attributes: Named) => readRecord(attributes).requestId;

  it('is the same each time the event is sent, in either encoding', () => {
    expect(idOf(ANONYMOUS)).toBe(idOf({ ...ANONYMOUS }));
  });

  it.each<[string, Named]>([
    ['another time', { 'event.timestamp': '2026-11-21T12:00:00.001Z' }],
    ['another session', { 'session.id': 's_2' }],
    ['another place in the session', { 'event.sequence': 2 }],
    ['another model', { model: 'claude-opus-4-7' }],
    ['other tokens', { output_tokens: 151 }],
  ])('is another one for %s', (__, changes) => {
    expect(idOf({ ...ANONYMOUS, ...changes })).not.toBe(idOf(ANONYMOUS));
  });

  it('is missing without a session: two equal calls would look the same', () => {
    const { 'session.id': __, ...rest } = ANONYMOUS;
    expect(read(rest)).toEqual({ kind: 'rejected', reason: 'missing_identity', source: 'claude_code' });
  });
});
