import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { type Deployment, examined, gone, html } from './support/examined.ts';
import { servedMachine } from './support/served-machine.ts';

/** What the gateway recorded. */
const callsIn = (queue: ReturnType<typeof servedMachine>['api']['queue']) =>
  queue
    .sent('live')
    .flatMap((body) => (JSON.parse(body) as { records: { source?: string }[] }).records)
    .filter(({ source }) => source === 'gateway');

describe('the doctor at the gateway', () => {
  let api: MessagesApi;
  const running: Awaited<ReturnType<typeof startTestGateway>>[] = [];
  beforeAll(async () => {
    api = await startMessagesApi();
  });
  afterEach(() => Promise.all(running.splice(0).map(({ stop }) => stop(0))));
  afterAll(() => api.close());

  /** Examines a deployment with this gateway, whose access key the doctor has. */
  async function examinedWith(
    gateway: Partial<TestGatewayOptions>,
    { key = 'own', ...deployment }: Deployment & { readonly key?: 'own' | 'wrong' } = {},
  ) {
    const machine = servedMachine();
    const { queue } = machine.api;
    const started = await startTestGateway({ upstreamUrl: api.url, queue, ...gateway });
    running.push(started);
    const env = { ...(key === 'own' && { TOKEN_LEDGER_KEY: started.key.printed }), ...deployment.env };
    const { find } = await examined({ ...deployment, gateway: started.url, env }, machine);
    return { found: find('gateway'), calls: () => callsIn(queue) };
  }

  it('sees that it forwards calls, and sends none that is billed', async () => {
    const { found, calls } = await examinedWith({});
    expect(found).toMatchObject({ status: 'ok', found: expect.stringMatching(/ forwards calls\.$/) });
    const passing = await examinedWith({ mode: 'pass-through' });
    expect(passing.found).toMatchObject({ status: 'ok', found: expect.stringMatching(/ and their keys\.$/) });
    expect(calls()).toEqual([]);
  });

  it('sends a call that is billed if it is asked to, and finds it', async () => {
    const { found, calls } = await examinedWith({}, { options: '--paid-call' });
    expect(found).toMatchObject({ status: 'ok', found: expect.stringContaining('It was found after') });
    expect(calls()).toMatchObject([{ feature: 'token-ledger-doctor', usage: { output_tokens: 7 } }]);
  });

  it('says that a paid call through a gateway that passes keys on needs one', async () => {
    const options = '--paid-call';
    const without = await examinedWith({ mode: 'pass-through' }, { options });
    expect(without.found).toMatchObject({
      status: 'skipped',
      found: expect.stringContaining('ANTHROPIC_API_KEY'),
    });
    const env = { ANTHROPIC_API_KEY: 'sk-ant-mine' };
    const { found } = await examinedWith({ mode: 'pass-through' }, { options, env });
    expect(found).toMatchObject({ status: 'ok', found: expect.stringContaining('It was found after') });
  });

  const noKey = () => Promise.reject(new Error('There is no such secret.'));
  const refusing = async () =>
    Response.json({ type: 'error' }, { status: 401, headers: { 'request-id': 'req_1' } });

  it.each([
    ['a wrong key', {}, { key: 'wrong' }, 'is not valid', '--scopes ingest'],
    ['a vault without a key', { anthropicKey: noKey }, {}, "cannot read Anthropic's key", 'put-secret-value'],
    [
      'a key that Anthropic refuses',
      { sendUpstream: refusing },
      {},
      'Anthropic refuses the key',
      'put-secret-value',
    ],
    [
      'an address of nothing behind it',
      { upstreamUrl: 'http://127.0.0.1:9' },
      {},
      'Messages API cannot be reached',
      'gateway.upstream',
    ],
    [
      'a queue that does not take its records',
      {
        queue: { send: async (_: string, bodies: readonly string[]) => bodies.map(() => ({ kind: 'sent' })) },
      },
      { options: '--paid-call' },
      'not recorded within 20 s',
      'record-usage',
    ],
  ] as const)('finds %s, and names the fix', async (_, gateway, deployment, found, fix) => {
    const seen = await examinedWith(gateway as Partial<TestGatewayOptions>, deployment as Deployment);
    expect(seen.found).toMatchObject({
      status: 'failed',
      found: expect.stringContaining(found),
      fix: expect.stringContaining(fix),
    });
  });

  it('warns of an API that is overloaded', async () => {
    const sendUpstream = async () => Response.json({}, { status: 529, headers: { 'request-id': 'req_1' } });
    const { found } = await examinedWith({ sendUpstream });
    expect(found).toMatchObject({ status: 'warning', found: 'Anthropic answers 529 at the moment.' });
  });

  it.each([
    ['nothing', gone, 'does not answer', 'output GatewayUrl'],
    ['something else', html, 'is no gateway', 'output GatewayUrl'],
    [
      'a gateway without room',
      async () =>
        new Response('{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}', { status: 429 }),
      'throttled',
      'gateway.reservedConcurrency',
    ],
  ] as const)('finds %s at its address', async (_, answer, found, fix) => {
    const { find } = await examined({ gateway: 'https://gateway.example.com', askGateway: answer });
    expect(find('gateway')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining(found),
      fix: expect.stringContaining(fix),
    });
  });
});
