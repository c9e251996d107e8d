import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '@token-ledger/core';
import { NOON } from '../../support/records.ts';
import { MESSAGE, setUp } from './support/called-gateway.ts';

describe('the last use of an access key', () => {
  it('is noted once an hour, and never by a caller who only knows its id', async () => {
    const clock = { nowMs: NOON + 1 };
    const notes: (readonly [string, number])[] = [];
    const { call, issueKey } = setUp({
      clock: () => clock.nowMs,
      touchLastUsed: async (id, hourStartMs) => void notes.push([id, hourStartMs]),
    });
    const { id, printed } = await issueKey();
    await call({ 'x-api-key': `tl_${id}_${'0'.repeat(64)}` });
    expect(notes).toEqual([]);
    for (const _ of [1, 2]) await call({ 'x-api-key': printed });
    clock.nowMs += HOUR_MS;
    await call({ 'x-api-key': printed });
    expect(notes).toEqual([
      [id, NOON],
      [id, NOON + HOUR_MS],
    ]);
  });

  it('holds no call up: neither its answer, nor its record if the note fails', async () => {
    const note = Promise.withResolvers<void>();
    const { gateway, issueKey, records, telemetry } = setUp({ touchLastUsed: () => note.promise });
    const { printed } = await issueKey();
    const body = async () => new TextEncoder().encode('{}');
    const headers = new Headers({ 'x-api-key': printed });
    const call = await gateway({ method: 'POST', target: '/v1/messages', body, headers });
    expect(await call.response.json()).toMatchObject({ id: 'msg_1' });
    note.reject(new Error('DynamoDB is down'));
    await call.finish(true);
    expect(records()).toHaveLength(1);
    expect(telemetry.lines).toMatchObject([{ message: 'The use of an access key could not be noted.' }]);
  });
});

describe('the memory of the gateway', () => {
  it('holds no body of a caller without an access key', async () => {
    const { call, sent } = setUp();
    const body = async (): Promise<Uint8Array> => {
      throw new Error('The body was read.');
    };
    expect((await call({}, { body })).status).toBe(401);
    expect((await call({ 'x-api-key': `tl_ak_9_${'0'.repeat(64)}` }, { body })).status).toBe(401);
    expect((await call({}, { body, target: '/v1/files' })).status).toBe(404);
    expect(sent).toEqual([]);
  });

  it('is not filled by a body of brackets, which is passed on unread', async () => {
    const { call, sent, issueKey, records } = setUp();
    const { printed } = await issueKey();
    for (const text of ['['.repeat(4_000_000), `{"max_tokens":1,"a":[${'{},'.repeat(2_000_000)}{}]}`])
      expect((await call({ 'x-api-key': printed }, { text })).status).toBe(200);
    expect(sent).toHaveLength(2);
    // Parsed, each takes more than 200 MB, and the second one would show its `max_tokens`.
    expect(records()).toHaveLength(2);
    for (const record of records()) expect(record).not.toHaveProperty('maxTokens');
  });
});

describe('the record of a call', () => {
  it('is in the log when the queue does not take it, and nothing else of the call is', async () => {
    const queue = { send: async () => [{ kind: 'failed', error: new Error('SQS is gone') } as const] };
    const { call, issueKey, telemetry } = setUp({ queue });
    const { printed, id } = await issueKey();
    expect(await call({ 'x-api-key': printed })).toMatchObject({ status: 200 });
    expect(telemetry.counts).toEqual({ CallsUnrecorded: 1 });
    const [line] = telemetry.lines;
    expect(line).toMatchObject({
      level: 'error',
      fields: { record: { accessKeyId: id, messageId: 'msg_1' } },
    });
    expect(JSON.stringify(telemetry.lines)).not.toContain('secret answer');
  });

  it('is missed when an answer does not say what it used', async () => {
    const { call, issueKey, telemetry, records } = setUp({}, () => Response.json({ type: 'message' }));
    await call({ 'x-api-key': (await issueKey()).printed });
    expect(records()).toEqual([]);
    expect(telemetry.counts).toEqual({ CallsUnrecorded: 1 });
  });

  it('is one of each result of a batch, however many there are', async () => {
    const line = (n: number) =>
      JSON.stringify({
        custom_id: `${n}`,
        result: { type: 'succeeded', message: { ...MESSAGE, id: `msg_${n}` } },
      });
    const results = Array.from({ length: 1001 }, (_, n) => line(n)).join('\n');
    const { call, issueKey, records, telemetry } = setUp(
      {},
      () => new Response(`${results}\n{"result":{}}\n`),
    );
    const target = '/v1/messages/batches/msgbatch_1/results';
    const answer = await call({ 'x-api-key': (await issueKey()).printed }, { method: 'GET', target });
    expect(answer.headers.get('x-token-ledger')).toBe('recorded');
    expect(new Set(records().map(({ messageId }) => messageId)).size).toBe(1001);
    expect(records()).toHaveLength(1001);
    expect(telemetry.counts).toEqual({ CallsRecorded: 1001 });
  });

  it('is none for a batch without successful results', async () => {
    const { call, issueKey, telemetry } = setUp({}, () => new Response('{"result":{"type":"expired"}}\n'));
    const target = '/v1/messages/batches/msgbatch_1/results';
    await call({ 'x-api-key': (await issueKey()).printed }, { method: 'GET', target });
    expect(telemetry.counts).toEqual({});
  });
});

describe('an answer of the API', () => {
  it('that redirects is not passed on: a client would take the key elsewhere', async () => {
    const redirect = () => new Response(null, { status: 307, headers: { location: 'https://evil.example' } });
    const { call, issueKey } = setUp({}, redirect);
    const answer = await call({ 'x-api-key': (await issueKey()).printed });
    expect(answer.status).toBe(502);
    expect(answer.headers.has('location')).toBe(false);
  });

  it('that refuses the key of the vault has it read again for the next call', async () => {
    const asked: boolean[] = [];
    const anthropicKey = async (fresh: boolean) => {
      asked.push(fresh);
      return 'sk-ant-x';
    };
    let status = 401;
    const { call, issueKey } = setUp({ anthropicKey }, () => Response.json(MESSAGE, { status }));
    const { printed } = await issueKey();
    await call({ 'x-api-key': printed });
    status = 200;
    await call({ 'x-api-key': printed });
    await call({ 'x-api-key': printed });
    expect(asked).toEqual([false, true, false]);
  });

  it('keeps its headers, but for those of the connection and of other hosts', async () => {
    const headers = {
      'content-type': 'application/json',
      'retry-after': '3',
      'set-cookie': 'a=b',
      connection: 'close, x-of-the-hop',
      'x-of-the-hop': '1',
      'keep-alive': 'timeout=5',
      'x-token-ledger': 'recorded',
    };
    const { call, issueKey } = setUp({}, () => new Response('{}', { status: 529, headers }));
    const answer = await call({ 'x-api-key': (await issueKey()).printed });
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': 'application/json',
      'retry-after': '3',
    });
  });

  it('is that of a proxy under a path of its own, if the upstream has one', async () => {
    const { call, issueKey, sent } = setUp({ upstreamUrl: 'https://proxy.example/anthropic/' });
    await call({ 'x-api-key': (await issueKey()).printed }, { target: '/v1/messages?beta=true' });
    expect(sent.map(({ url }) => url)).toEqual(['https://proxy.example/anthropic/v1/messages?beta=true']);
  });
});
