import { describe, expect, it } from '@jest/globals';
import type { SpentBudget } from '@token-ledger/core';
import { setUp } from './support/called-gateway.ts';

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
