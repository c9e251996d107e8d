import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from '@jest/globals';
import { createLedger, tokenLedger } from '@token-ledger/client';
import { parseEnvelope, parseUsageRecord } from '@token-ledger/contract';
import { FakeTransport } from '../../client/support/fake-transport.ts';
import { ANTHROPIC_KEY } from '../../support/gateway.ts';
import { USAGE } from '../../support/messages-api.ts';
import { ask, post, QUESTION, servedGateways } from './support/served-gateway.ts';

const { api, start } = servedGateways();

describe('a call through the gateway in vault mode', () => {
  it('is answered as by the API itself, and recorded for the access key of the caller', async () => {
    const { client, key, recorded, queue } = await start();
    const message = await client().messages.create(ask('ok'));
    expect(message.content).toEqual([{ type: 'text', text: 'a secret answer' }]);
    const records = await recorded();
    expect(records).toEqual([
      {
        requestId: message._request_id,
        messageId: message.id,
        accessKeyId: key.id,
        occurredAt: expect.any(Number),
        model: 'claude-opus-5-5',
        endpoint: '/v1/messages',
        stopReason: 'end_turn',
        status: 'ok',
        maxTokens: 10,
        source: 'gateway',
        usage: { ...USAGE, output_tokens: 7 },
      },
    ]);
    const [body = ''] = queue.sent('live');
    expect(await parseEnvelope(body)).toMatchObject({ ok: true, receivedAtMs: expect.any(Number) });
    expect(records.map((record) => parseUsageRecord(record).ok)).toEqual([true]);
    expect(body).not.toContain('secret');
  });

  it.each([
    ['UTF-8', Buffer.from('对账').toString('latin1'), '对账'],
    ['UTF-8 with bytes of control characters', Buffer.from('中文').toString('latin1'), '中文'],
    ['Latin-1', 'café', 'café'],
  ])('is recorded with its feature as it was meant, written in %s', async (_encoding, sent, meant) => {
    const { client, recorded } = await start();
    await client({ defaultHeaders: { 'x-token-ledger-feature': sent } }).messages.create(ask('ok'));
    expect(await recorded()).toMatchObject([{ feature: meant }]);
  });

  it('reaches the API with its own key, and with no header that is only for the gateway', async () => {
    const { client } = await start();
    const headers = {
      'x-token-ledger-feature': 'chat',
      'anthropic-beta': 'a,b',
      origin: 'https://a.example',
    };
    await client({ defaultHeaders: headers }).messages.create(ask('ok'));
    const { headers: sent, target, body } = api().received.at(-1) ?? {};
    expect(sent).toMatchObject({
      'x-api-key': ANTHROPIC_KEY,
      'anthropic-beta': 'a,b',
      host: api().url.slice(7),
    });
    expect(sent).toMatchObject({ 'anthropic-version': expect.any(String), 'accept-encoding': 'identity' });
    expect(Object.keys(sent ?? {}).filter((name) => /token-ledger|authorization|origin/.test(name))).toEqual(
      [],
    );
    expect(target).toBe('/v1/messages');
    expect(JSON.parse(body ?? '')).toEqual(ask('ok'));
  });

  it('may present its access key as a bearer token, as Claude Code does', async () => {
    const { client, key, recorded } = await start();
    await client({ apiKey: null, authToken: key.printed }).messages.create(ask('ok'));
    expect(api().received.at(-1)?.headers).toMatchObject({ 'x-api-key': ANTHROPIC_KEY });
    expect(api().received.at(-1)?.headers).not.toHaveProperty('authorization');
    expect(await recorded()).toHaveLength(1);
  });

  it('keeps the headers that telemetry reads', async () => {
    const { url, key } = await start();
    const response = await post(url, ask('ok'), { 'x-api-key': key.printed });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'request-id': expect.stringMatching(/^req_/),
      'anthropic-organization-id': 'org_1',
      'anthropic-workspace-id': 'wrkspc_1',
      'anthropic-ratelimit-tokens-remaining': '79000',
      'content-type': 'application/json',
      'x-token-ledger': 'recorded',
    });
  });

  it('passes a stream on byte by byte', async () => {
    const { url, key, recorded } = await start();
    const bytes = async (base: string, apiKey: string) => {
      const response = await post(base, { ...ask('ok'), stream: true }, { 'x-api-key': apiKey });
      return Buffer.from(await response.arrayBuffer())
        .toString('latin1')
        .replaceAll(/msg_\d+/g, 'msg');
    };
    expect(await bytes(url, key.printed)).toBe(await bytes(api().url, 'k'));
    expect(await recorded()).toMatchObject([{ status: 'ok', usage: { ...USAGE, output_tokens: 150 } }]);
  });

  it.each(['error', 'cut'] as const)(
    'fails in the middle of a stream (%s) as without a gateway',
    async (mode) => {
      const { client, recorded } = await start();
      const failure = async (of: Anthropic) => {
        try {
          for await (const _ of await of.messages.create({ ...ask(mode), stream: true }));
          return 'none';
        } catch (error) {
          return (error as Error).constructor.name;
        }
      };
      const direct = new Anthropic({ apiKey: 'k', baseURL: api().url, logLevel: 'off', maxRetries: 0 });
      expect(await failure(client())).toBe(await failure(direct));
      expect(await recorded()).toMatchObject([{ status: 'partial', usage: { output_tokens: 1 } }]);
    },
  );

  it('is not recorded when the API refuses it, and is repeated as without a gateway', async () => {
    const { client, recorded } = await start();
    await expect(client().messages.create(ask('retry'))).rejects.toThrow(Anthropic.InternalServerError);
    const message = await client({ maxRetries: 2 }).messages.create(ask('retry'));
    expect((await recorded()).map(({ requestId }) => requestId)).toEqual([message._request_id]);
  });

  it('is reported by the gateway alone when the caller has the client library, too', async () => {
    const transport = new FakeTransport();
    const ledger = createLedger({ transport });
    const { client, recorded } = await start();
    await client({ middleware: [tokenLedger({ ledger })] }).messages.create(ask('ok'));
    await ledger.close();
    expect(transport.batches).toEqual([]);
    expect(await recorded()).toHaveLength(1);
  });

  it('is for the user and the feature that its headers name, if the access key may name them', async () => {
    const { client, issueKey, recorded } = await start();
    const { printed: apiKey } = await issueKey({ scopes: ['ingest:any'] });
    const defaultHeaders = {
      'x-token-ledger-user': 'u_42',
      'x-token-ledger-feature': 'chat',
      'x-claude-code-session-id': 'session-1',
    };
    await client({ apiKey, defaultHeaders }).messages.create({ ...ask('ok'), temperature: 0.5 } as never);
    expect(await recorded()).toMatchObject([
      { userId: 'u_42', feature: 'chat', temperature: 0.5, metadata: { session: 'session-1' } },
    ]);
  });

  it('passes on the other paths of the Messages API, and records nothing of them', async () => {
    const { client, records, telemetry } = await start();
    const anthropic = client();
    expect(
      await anthropic.messages.countTokens({ ...QUESTION, max_tokens: undefined } as never),
    ).toMatchObject({
      input_tokens: 27,
    });
    await anthropic.models.list();
    await anthropic.messages.batches.retrieve('msgbatch_1');
    expect(
      api()
        .received.slice(-3)
        .map(({ method, target }) => `${method} ${target}`),
    ).toEqual(['POST /v1/messages/count_tokens', 'GET /v1/models', 'GET /v1/messages/batches/msgbatch_1']);
    expect(records()).toEqual([]);
    expect(telemetry.counts).toEqual({});
  });
});

describe('a call through the gateway in pass-through mode', () => {
  it('is made with the key of the caller', async () => {
    const { client, key, recorded } = await start({ mode: 'pass-through' });
    const defaultHeaders = { 'x-token-ledger-key': key.printed };
    await client({ apiKey: 'sk-ant-of-the-caller', defaultHeaders }).messages.create(ask('ok'));
    expect(api().received.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer sk-ant-of-the-caller',
    });
    expect(api().received.at(-1)?.headers).not.toHaveProperty('x-token-ledger-key');
    expect(await recorded()).toMatchObject([{ accessKeyId: key.id }]);
  });
});
