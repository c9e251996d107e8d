import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { record, setUp } from '../support/accepted-usage.ts';
import { DAY, frontDoor } from '../support/front-door.ts';

/*
 * Small inputs on which ledgers go wrong, reported through `POST /v1/usage` and asked for through `GET /v1/statistics`: what is
 * right is counted, and priced, to the last nano-dollar.
 */

const opus = (status: string, stop_reason: string | null, output_tokens: number) => ({
  status,
  message: {
    id: 'msg_grow',
    model: 'claude-opus-4-6',
    stop_reason,
    usage: {
      input_tokens: 3,
      cache_creation_input_tokens: 2285,
      cache_read_input_tokens: 22_137,
      output_tokens,
    },
  },
});
const partial = (output: number) => opus('partial', null, output);
const whole = opus('ok', 'tool_use', 159);

const message = {
  id: 'msg_two',
  model: 'claude-sonnet-5-5',
  stop_reason: 'end_turn',
  usage: { input_tokens: 1000, output_tokens: 100 },
};
const both = { requestId: 'req_two', message };
const byMessage = { message };
const byRequest = { requestId: 'req_two', model: message.model, usage: message.usage };

describe.each([
  ['written within the request', false],
  ['queued', true],
])('%s', (_, asyncProcessing) => {
  describe.each([
    ['in one request', true],
    ['in one request each', false],
  ])('%s', (__, together) => {
    async function counted(reports: readonly object[]) {
      const door = frontDoor({ asyncProcessing });
      for (const body of together ? [{ records: reports }] : reports) {
        expect(await door.post(body)).toMatchObject({ statusCode: 202, body: { conflicts: 0 } });
      }
      // Every message twice, as a queue may deliver it.
      await door.deliver();
      await door.deliver();
      return { door, own: (await door.counted()).ak_own };
    }

    it.each([
      ['partial, whole', [partial(9), whole]],
      ['whole, partial', [whole, partial(9)]],
      ['three that grow', [partial(1), partial(9), whole]],
    ])('a record that grows costs what it ended with: %s', async (___, reports) => {
      const { own, door } = await counted(reports);
      expect(own).toMatchObject({ requests: 1, errors: 0, input: 3, output: 159, usd: '0.02933975' });
      const { body } = await door.get('/v1/records/{requestId}', {}, 'msg_grow');
      expect(body).toMatchObject({ status: 'ok', stopReason: 'tool_use' });
    });

    it.each([
      ['both names, message', [both, byMessage]],
      ['message, both names', [byMessage, both]],
      ['both names, message, request', [both, byMessage, byRequest]],
      ['request, message, both names', [byRequest, byMessage, both]],
    ])('a call under two names is one request: %s', async (___, reports) => {
      const { own } = await counted(reports);
      expect(own).toMatchObject({ requests: 1, input: 1000, output: 100, usd: '0.003' });
    });
  });

  it("somebody else's id is not in the way, nor is one made of the Idempotency-Key", async () => {
    const door = frontDoor({ asyncProcessing });
    const a = { accessKeyId: 'ak_A', ownerUserId: 'u_a' };
    const b = { accessKeyId: 'ak_B', ownerUserId: 'u_b' };
    const used = { model: 'claude-sonnet-4-5', usage: { input_tokens: 1_000_000, output_tokens: 500_000 } };
    await door.post({ requestId: 'R', model: 'claude-sonnet-4-5', usage: { input_tokens: 0 } }, {}, a);
    await door.post({ requestId: 'ak_B:job-1:0', ...used, usage: { input_tokens: 0 } }, {}, a);
    await door.post({ requestId: 'R', ...used }, {}, b);
    await door.post(used, { 'idempotency-key': 'job-1' }, b);
    await door.deliver();
    const twice = { requests: 2, input: 2_000_000, output: 1_000_000 };
    expect(await door.counted('access_key')).toMatchObject({ ak_B: twice, ak_A: { requests: 2, total: 0 } });
    expect(await door.counted('user')).toMatchObject({ u_b: twice, u_a: { requests: 2, total: 0 } });
  });

  it('one Idempotency-Key has one body, also when the first is only set aside', async () => {
    const door = frontDoor({ asyncProcessing });
    const huge = (input_tokens: number) => ({ model: 'm', usage: { input_tokens } });
    const key = { 'idempotency-key': 'job-1' };
    expect((await door.post(huge(2e8), key)).body.code).toBe('too_many_tokens');
    // Under the same identity it would not be kept, and the other could still be counted later.
    for (const other of [huge(3e8), huge(1)])
      expect((await door.post(other, key)).body.code).toBe('idempotency_key_reused');
    expect(await door.store.listQuarantined('20261121')).toHaveLength(1);
  });

  it('one id for two users in one request counts for the first, and the conflict is named', async () => {
    const door = frontDoor({ asyncProcessing, principal: { scopes: ['ingest:users'] } });
    const { body } = await door.post({
      records: [record('r', { userId: 'u_1' }), record('r', { userId: 'u_2' })],
    });
    expect(body.results).toMatchObject([{ status: 'accepted' }, { status: 'conflict', reason: 'user' }]);
    await door.deliver();
    expect(Object.keys(await door.counted('user'))).toEqual(['u_1']);
  });

  it('a failed call without usage is one request, one error and no tokens', async () => {
    const door = frontDoor({ asyncProcessing });
    await door.post({ requestId: 'e1', status: 'error', model: 'claude-sonnet-5-5' });
    await door.deliver();
    expect(await door.counted()).toEqual({
      ak_own: { requests: 1, errors: 1, input: 0, output: 0, total: 0, usd: '0' },
    });
  });
});

describe('the price', () => {
  it.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', '3.3'],
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', '3'],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', '3.6'],
    ['us.anthropic.claude-sonnet-4-20250514-v1:0', '3'],
    ['claude-opus-4-6[1m]', '5'],
    ['claude-opus-4-0', '15'],
    ['claude-sonnet-4-0', '3'],
    [
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      '3.3',
    ],
    ['claude-fable-5-2', '8'],
  ])('of a million tokens to %s is %s, without doubt', async (model, usd) => {
    const door = frontDoor();
    await door.post({ requestId: 'r', model, usage: { input_tokens: 1_000_000 } });
    await door.deliver();
    const { body } = await door.get('/v1/records', DAY);
    expect(body.records).toMatchObject([
      { model, cost: { usd, listUsd: usd, uncertain: false, unpriced: [] } },
    ]);
    expect(await door.counted()).toMatchObject({ ak_own: { requests: 1, usd } });
  });
});

describe('hostile and careless input', () => {
  it('of 70,000 pairs has its record refused alone by HTTP and by the queue', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 70_000 }, (_, index) => [index, 0]));
    const door = frontDoor();
    await door.post({ records: [record('a'), record('b'), record('bad', { metadata }), record('c')] });
    await door.deliver();
    const queued = { ...record('q', { metadata }), accessKeyId: 'ak_own' };
    const z = deflateSync(JSON.stringify([queued])).toString('base64');
    const good = Array.from({ length: 9 }, (_, index) => ({ ...record(`g${index}`), accessKeyId: 'ak_own' }));
    const { batchItemFailures } = await door.consume(...good, { v: 1, z });
    expect(batchItemFailures).toEqual([]);
    expect(await door.counted()).toMatchObject({ ak_own: { requests: 12 } });
    expect(await door.store.listQuarantined('20261121')).toHaveLength(1);
  });

  it.each([
    'user_prompt',
    'prompt ',
    'PROMPT\u200b',
    'pr\u043empt',
    'message_text',
    'question',
    'instructions',
    'response',
  ])('a label %j is refused like prompt', async (label) => {
    const { post, queue } = setUp();
    const { statusCode, body } = await post(record('a', { metadata: { [label]: 'x' } }));
    expect([statusCode, body.errors?.length]).toEqual([400, 1]);
    expect(['content_refused', 'invalid_characters']).toContain(body.errors?.[0]?.code);
    expect(queue.sent('live')).toEqual([]);
  });

  it.each([' ', '\u200b', '\u202eabc'])('an id %j is refused in every place of one', async (id) => {
    const { post, queue } = setUp({ principal: { scopes: ['ingest:any'] } });
    for (const part of [
      { requestId: id },
      { messageId: id },
      { userId: id },
      { accessKeyId: id },
      { requestId: null, usage: null, model: null, message: { ...message, id } },
    ]) {
      const { statusCode, body } = await post(record('a', part));
      expect([statusCode, body.errors?.map(({ code }) => code)]).toEqual([400, ['invalid_characters']]);
    }
    expect(queue.sent('live')).toEqual([]);
  });

  it.each(['r/1', 'a?b', 'a#b', 'a%2Fb', 'a%'])('a record of id %j can be read', async (id) => {
    const door = frontDoor();
    expect((await door.post(record(id))).statusCode).toBe(202);
    await door.deliver();
    expect((await door.get('/v1/records/{requestId}', {}, id)).body).toMatchObject({ requestId: id });
    expect((await door.get('/v1/records', { requestId: id })).body.records).toMatchObject([
      { requestId: id },
    ]);
  });

  it.each(['constructor', 'toString', 'valueOf', '__proto__x', 'hasOwnProperty'])(
    'a figure by the name of %s, which any object has, is one more that is not known',
    async (name) => {
      const door = frontDoor();
      const usage = {
        input_tokens: 1,
        [name]: { input_tokens: 7 },
        iterations: [{ type: 'message', [name]: [{}] }],
      };
      const { body } = await door.post(record('a', { usage }));
      expect(body.results).toMatchObject([{ status: 'accepted' }]);
      await door.deliver();
      expect(await door.counted()).toMatchObject({ ak_own: { requests: 1, total: 1 } });
    },
  );
});
