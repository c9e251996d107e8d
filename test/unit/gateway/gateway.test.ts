import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, type SpentBudget } from '@token-ledger/core';
import type { IncomingCall } from '../../../packages/gateway/src/gateway.ts';
import { createTestGateway, type TestGatewayOptions } from '../../support/gateway.ts';
import { NOON } from '../../support/records.ts';

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  model: 'claude-opus-5-5',
  content: [{ type: 'text', text: 'a secret answer' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 2 },
};

/** A gateway before an API that answers with one message, or as it is said. */
function setUp(options: Partial<TestGatewayOptions> = {}, answer = () => Response.json(MESSAGE)) {
  const sent: { url: string; headers: Headers }[] = [];
  const gateway = createTestGateway({
    upstreamUrl: 'https://api.anthropic.com',
    sendUpstream: async (url, { headers }) => {
      sent.push({ url: url.href, headers });
      return answer();
    },
    ...options,
  });
  const call = async (
    headers: Record<string, string>,
    more: Partial<IncomingCall> & { json?: object; text?: string } = {},
  ) => {
    const { json = {}, text: sentText = JSON.stringify(json), ...rest } = more;
    const body = async () => new TextEncoder().encode(sentText);
    const incoming = { method: 'POST', target: '/v1/messages', body, ...rest, headers: new Headers(headers) };
    const forwarded = await gateway.gateway(incoming);
    const { response } = forwarded;
    const text = await response.text();
    await forwarded.finish(true);
    return { status: response.status, headers: response.headers, text };
  };
  return { ...gateway, sent, call };
}

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

describe('nothing is forwarded', () => {
  it.each<[string, Record<string, string>, number, string]>([
    ['without credentials', {}, 401, 'authentication_error'],
    ['with a key of Anthropic alone', { 'x-api-key': 'sk-ant-x' }, 401, 'authentication_error'],
    [
      'with a key that does not exist',
      { 'x-api-key': `tl_ak_9_${'0'.repeat(64)}` },
      401,
      'authentication_error',
    ],
    ['with half a key', { 'x-api-key': 'tl_ak_1' }, 401, 'authentication_error'],
    ['with another kind of authorization', { authorization: 'Basic dGw6YQ==' }, 401, 'authentication_error'],
    ['with the header of the other mode', { 'x-token-ledger-key': 'tl_ak_1_x' }, 401, 'authentication_error'],
  ])('%s', async (_, headers, status, type) => {
    const { call, sent, issueKey, telemetry } = setUp();
    await issueKey();
    const answer = await call(headers);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({
      type: 'error',
      error: { type, message: expect.any(String) },
      request_id: 'tlgw_1',
    });
    expect(answer.headers.get('request-id')).toBe('tlgw_1');
    expect(sent).toEqual([]);
    expect(telemetry.counts).toEqual({ CallsRefused: 1 });
  });

  it('with a wrong secret, a disabled key, or a key that may not report', async () => {
    const { call, sent, issueKey } = setUp();
    const { printed } = await issueKey();
    const wrong = printed.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect(await call({ 'x-api-key': wrong })).toMatchObject({ status: 401 });
    const disabled = await issueKey({ disabled: true });
    expect(await call({ 'x-api-key': disabled.printed })).toMatchObject({ status: 403 });
    const reader = await issueKey({ scopes: ['read', 'read:own', 'admin'] });
    expect(await call({ 'x-api-key': reader.printed })).toMatchObject({ status: 403 });
    expect(sent).toEqual([]);
    expect(await call({ 'x-api-key': printed })).toMatchObject({ status: 200 });
    expect(sent).toHaveLength(1);
  });

  it('in pass-through mode without an access key, or with one in the place of Anthropic’s', async () => {
    const { call, sent, issueKey } = setUp({ mode: 'pass-through' });
    const { printed } = await issueKey();
    for (const headers of [
      { 'x-api-key': 'sk-ant-x' },
      { 'x-api-key': printed },
      { authorization: `Bearer ${printed}` },
      { 'x-api-key': printed, 'x-token-ledger-key': printed },
      { 'x-api-key': 'sk-ant-x', 'x-token-ledger-key': 'tl_ak_9' },
    ] as Record<string, string>[])
      expect(await call(headers)).toMatchObject({ status: 401 });
    expect(sent).toEqual([]);
  });

  it('while the access keys, or the key of the vault, cannot be read', async () => {
    const broken = async () => Promise.reject(new Error('the table is gone'));
    for (const options of [{ getAccessKey: broken }, { anthropicKey: broken }, { disabledIds: broken }]) {
      const { call, sent, issueKey, telemetry } = setUp(options);
      const { printed } = await issueKey();
      const { status, text } = await call({ 'x-api-key': printed });
      expect(status).toBe(502);
      expect(text).toContain('Try again.');
      expect(text).not.toContain('table');
      expect(sent).toEqual([]);
      expect(telemetry.lines.map(({ level }) => level)).toContain('error');
    }
  });

  it.each<[string, Record<string, string>, number, RegExp]>([
    ['of another user', { 'x-token-ledger-user': 'u_2' }, 403, /x-token-ledger-user must be absent or 'u_1'/],
    [
      'of a sentence',
      { 'x-token-ledger-feature': 'one two three four five' },
      400,
      /x-token-ledger-feature must/,
    ],
    ['of a secret', { 'x-token-ledger-feature': `sk-ant-api03-${'a'.repeat(90)}` }, 400, /secret/],
    ['of 129 bytes', { 'x-token-ledger-feature': 'f'.repeat(129) }, 400, /1 to 128 bytes/],
    ['that is empty', { 'x-token-ledger-user': '' }, 400, /x-token-ledger-user must be 1 to 128 bytes/],
  ])('with a header %s', async (_, headers, status, message) => {
    const { call, sent, issueKey } = setUp();
    const { printed } = await issueKey({ ownerUserId: 'u_1' });
    const answer = await call({ 'x-api-key': printed, ...headers });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error.message).toMatch(message);
    expect(sent).toEqual([]);
    const longest = { 'x-token-ledger-user': 'u_1', 'x-token-ledger-feature': 'f'.repeat(128) };
    expect(await call({ 'x-api-key': printed, ...longest })).toMatchObject({ status: 200 });
  });

  it('for a disabled user', async () => {
    const disabledIds = async () => ({ accessKeys: new Map(), users: new Map([['u_1', 0]]) });
    const { call, sent, issueKey } = setUp({ disabledIds });
    const own = await issueKey({ ownerUserId: 'u_1' });
    expect(await call({ 'x-api-key': own.printed })).toMatchObject({ status: 403 });
    const { printed } = await issueKey({ scopes: ['ingest:any'] });
    expect(await call({ 'x-api-key': printed, 'x-token-ledger-user': 'u_1' })).toMatchObject({ status: 403 });
    const json = { metadata: { user_id: 'u_1' } };
    expect(await call({ 'x-api-key': printed }, { json })).toMatchObject({ status: 403 });
    expect(sent).toEqual([]);
    expect(await call({ 'x-api-key': printed, 'x-token-ledger-user': 'u_2' }, { json })).toMatchObject({
      status: 200,
    });
  });

  it('that would list the batches of all callers of a vault', async () => {
    const list = { method: 'GET', target: '/v1/messages/batches?limit=1' };
    const vault = setUp();
    const key = await vault.issueKey();
    expect(await vault.call({ 'x-api-key': key.printed }, list)).toMatchObject({ status: 403 });
    expect(vault.sent).toEqual([]);
    const open = setUp({ mode: 'pass-through' });
    const own = { 'x-api-key': 'sk-ant-x', 'x-token-ledger-key': (await open.issueKey()).printed };
    expect(await open.call(own, list)).toMatchObject({ status: 200 });
  });
});

describe('the user of a call', () => {
  const userOf = async (
    key: Parameters<ReturnType<typeof setUp>['issueKey']>[0],
    headers: Record<string, string>,
    userId?: string,
  ) => {
    const { call, issueKey, records } = setUp();
    const { printed } = await issueKey(key);
    const json = {
      metadata: { user_id: userId },
      max_tokens: 7,
      billing_policy: { bill_to: 'user_profile' },
    };
    await call({ 'x-api-key': printed, ...headers }, { json });
    expect(records()).toMatchObject([{ maxTokens: 7, billedTo: 'user_profile' }]);
    return records()[0]?.['userId'];
  };
  const any = { scopes: ['ingest:any'] } as const;
  const team = { scopes: ['ingest:users'] } as const;

  it('is the one of the header, else that of the request, else the owner of the key', async () => {
    expect(await userOf(any, { 'x-token-ledger-user': 'u_1' }, 'u_2')).toBe('u_1');
    expect(await userOf(team, { 'x-token-ledger-user': 'u_1' }, 'u_2')).toBe('u_1');
    expect(await userOf(any, {}, 'u_2')).toBe('u_2');
    expect(await userOf({ ownerUserId: 'u_3' }, {})).toBe('u_3');
    expect(await userOf({}, {})).toBeUndefined();
  });

  it('is not the one of the request if the key may not name it, or a record cannot hold it', async () => {
    expect(await userOf({ ownerUserId: 'u_3' }, {}, 'u_2')).toBe('u_3');
    expect(await userOf({}, {}, 'u_2')).toBeUndefined();
    expect(await userOf(any, {}, 'a name of more than four words')).toBeUndefined();
    expect(await userOf(any, {}, 'u'.repeat(129))).toBeUndefined();
  });
});

describe('the user of a call of Claude Code', () => {
  const uuid = '0b5e4c1a-7d2f-4e9b-8a63-1f0c9d2e7b54';
  const hex = 'a1'.repeat(32);
  const session = { 'x-claude-code-session-id': uuid };

  it.each<[string, Record<string, string>, string]>([
    ['a device, an account and a session', {}, `user_${hex}_account_${uuid}_session_${uuid}`],
    // Shortened, so that a record could hold it.
    ['an account and a session', {}, `user_a1_account_${uuid}_session_${uuid}`],
    ['a device and a session without an account', {}, `user_a1_account__session_${uuid}`],
    ['a device in JSON', {}, '{"device_id":"a1"}'],
    ['a session in JSON', {}, JSON.stringify({ session_id: uuid })],
    ['anything beside the header of a session', session, 'u_2'],
  ])('is the owner of the key, not %s', async (_, headers, userId) => {
    const { call, issueKey, records } = setUp();
    const { printed } = await issueKey({ scopes: ['ingest:any'], ownerUserId: 'u_3' });
    const json = { metadata: { user_id: userId }, max_tokens: 7 };
    await call({ 'x-api-key': printed, ...headers }, { json });
    expect(records()).toMatchObject([{ maxTokens: 7, userId: 'u_3' }]);
    await call({ 'x-api-key': printed, 'x-token-ledger-user': 'u_1', ...headers }, { json });
    expect(records()[1]).toMatchObject({ userId: 'u_1' });
  });

  it('is the one of the request if its name only resembles theirs', async () => {
    const { call, issueKey, records } = setUp();
    const { printed } = await issueKey({ scopes: ['ingest:any'], ownerUserId: 'u_3' });
    const names = ['user_a1', `user_a1_account_b_session_${uuid}`, '{"id":"a1"}', '{device_id}'];
    for (const userId of names)
      await call({ 'x-api-key': printed }, { json: { metadata: { user_id: userId } } });
    expect(records().map(({ userId }) => userId)).toEqual(names);
  });
});

describe('a spent budget', () => {
  const NOW = Date.UTC(2026, 10, 29);
  const budget = (fields: Partial<SpentBudget> = {}): SpentBudget => ({
    dimension: 'access_key',
    id: 'ak_1',
    periodEndMs: NOW + 1,
    ...fields,
  });

  async function statusWith(spent: readonly SpentBudget[], headers: Record<string, string> = {}) {
    const { call, issueKey } = setUp({ spentBudgets: async () => spent, clock: () => NOW });
    const { printed } = await issueKey({ scopes: ['ingest:any'] });
    return call({ 'x-api-key': printed, ...headers });
  }

  it('of the access key or the user refuses calls, in a way that no client repeats', async () => {
    const answer = await statusWith([budget()]);
    expect([answer.status, answer.headers.get('x-should-retry')]).toEqual([429, 'false']);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { type: 'rate_limit_error' } });
    const ofUser = budget({ dimension: 'user', id: 'u_1' });
    expect((await statusWith([ofUser], { 'x-token-ledger-user': 'u_1' })).status).toBe(429);
    expect((await statusWith([budget({ dimension: 'user', id: '-' })])).status).toBe(429);
  });

  it.each([
    ['/v1/messages', 429],
    ['/v1/messages/batches', 429],
    ['/v1/messages/count_tokens', 200],
    ['/v1/messages/batches/msgbatch_1/cancel', 200],
  ])('is about what is billed: POST %s is answered with %d', async (target, status) => {
    const { call, issueKey } = setUp({ spentBudgets: async () => [budget()], clock: () => NOW });
    const { printed } = await issueKey();
    expect((await call({ 'x-api-key': printed }, { target })).status).toBe(status);
  });

  it('of others, or of a period that is over, does not', async () => {
    const others = [
      budget({ id: 'ak_2' }),
      budget({ periodEndMs: NOW }),
      budget({ dimension: 'user', id: 'u_2' }),
      budget({ dimension: 'user', id: 'ak_1' }),
      budget({ dimension: 'user', id: '-' }),
    ];
    expect((await statusWith(others, { 'x-token-ledger-user': 'u_1' })).status).toBe(200);
  });

  it('is looked up every 15 seconds, and stops no call when it cannot be', async () => {
    let [nowMs, reads] = [NOW, 0];
    let read = async (): Promise<readonly SpentBudget[]> => [];
    const { call, issueKey, telemetry } = setUp({
      clock: () => nowMs,
      spentBudgets: () => {
        reads += 1;
        return read();
      },
    });
    const { printed } = await issueKey();
    const status = async () => (await call({ 'x-api-key': printed })).status;
    expect([await status(), await status(), reads]).toEqual([200, 200, 1]);
    read = async () => [budget({ periodEndMs: NOW + 60_000 })];
    nowMs += 14_999;
    expect([await status(), reads]).toEqual([200, 1]);
    nowMs += 1;
    expect([await status(), reads]).toEqual([429, 2]);
    read = async () => Promise.reject(new Error('throttled'));
    nowMs += 15_000;
    expect([await status(), reads]).toEqual([429, 3]);
    expect(telemetry.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    nowMs += 60_000;
    expect(await status()).toBe(200);
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
