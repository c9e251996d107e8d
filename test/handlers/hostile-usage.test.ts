import { describe, expect, it } from '@jest/globals';
import { DISABLING_DELAY_SECONDS, NOBODY_DISABLED } from '@token-ledger/core';
import { own, RECORD, record, resultLines, setUp } from '../support/accepted-usage.ts';
import { NOON } from '../support/records.ts';

/* Hostile and careless requests of `POST /v1/usage`: the bad record fails alone, and nothing of it is kept or repeated. */

const gateway = { principal: { scopes: ['ingest:any'] } } as const;

describe('a record that a schema could not look at', () => {
  it('is refused, and the three beside it are counted', async () => {
    const { post, deliver, store } = setUp();
    const metadata = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [String(index), 0]));
    const { statusCode, body } = await post({
      records: [record('a'), record('b'), record('bad', { metadata }), record('c')],
    });
    expect(statusCode).toBe(202);
    expect(resultLines(body)).toEqual([
      '0 accepted',
      '1 accepted',
      '2 rejected invalid_record',
      '3 accepted',
    ]);
    expect(body.results[2]?.errors).toEqual([
      {
        path: '/records/2/metadata',
        code: 'invalid_length',
        message: 'must have at most 16 pairs; got 200000',
      },
    ]);
    await deliver();
    for (const id of ['a', 'b', 'c']) expect(await store.getRecord(own(id))).toBeDefined();
  });

  it('leaves the others counted even when a defect throws, and may be sent again', async () => {
    const users = new Map([['u_bug', NOON - DISABLING_DELAY_SECONDS * 1000]]);
    users.get = () => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const { post, queue, telemetry } = setUp({ ...gateway, disabled: { ...NOBODY_DISABLED, users } });
    const { statusCode, body } = await post({
      records: [record('a', { accessKeyId: 'ak_other' }), record('b', { userId: 'u_bug' })],
    });
    expect([statusCode, resultLines(body)]).toEqual([202, ['0 accepted', '1 failed not_stored']]);
    expect(body.results[1]?.retryable).toBe(true);
    expect(queue.sent('live')).toHaveLength(1);
    expect(JSON.stringify(telemetry.lines)).toContain('Records could not be judged.');
  });

  it.each([
    ['nests too deeply', `{"requestId":"a","metadata":${'['.repeat(2_000_000)}`],
    ['has too many values', `{"records":[${'0,'.repeat(600_000)}0]}`],
  ])('is not even parsed when the body %s', async (_, text) => {
    const { post } = setUp();
    const { statusCode, body } = await post(text);
    expect([statusCode, body.code]).toEqual([413, 'too_complex']);
  });

  it('is answered in bounds when the request itself has many fields that are not known', async () => {
    const { post } = setUp();
    const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, 0]));
    const { statusCode, body } = await post({ records: [record('a')], ...unknown });
    expect([statusCode, body.errors?.length]).toEqual([400, 100]);
  });
});

describe('a secret in place of an id', () => {
  it.each(['sk-ant-api03-AbCdEf', `tl_ak_01JD_${'5f3c'.repeat(12)}`])(
    '%s is refused, and repeated nowhere',
    async (secret) => {
      const { post, queue, telemetry } = setUp(gateway);
      const fields = ['requestId', 'accessKeyId', 'userId', 'model', 'feature', 'endpoint'];
      const { statusCode, body } = await post({
        records: [
          ...fields.map((field) => record('a', { [field]: secret })),
          record('a', { metadata: { key: secret } }),
          record('a', { metadata: { [secret]: 'x' } }),
          record('a', { [secret]: 1 }),
        ],
        [secret]: 1,
      });
      expect(statusCode).toBe(400);
      const each = await post({ records: fields.map((field) => record('a', { [field]: secret })) });
      expect(each.body.results.map(({ errors }) => errors?.map(({ code }) => code))).toEqual(
        fields.map(() => ['secret_refused']),
      );
      const header = await post(RECORD, { 'idempotency-key': secret });
      expect([header.statusCode, header.body.code]).toEqual([400, 'invalid_request']);
      const shown = JSON.stringify([body, each.body, header.body, telemetry.lines, queue.sent('live')]);
      expect(shown).not.toContain(secret);
    },
  );
});

describe('bytes that are no UTF-8', () => {
  it('do not become one id: API Gateway hands on U+FFFD, which no id may have', async () => {
    const { post } = setUp();
    const asText = (bytes: Buffer) => bytes.toString('utf8');
    const body = (byte: number) =>
      asText(
        Buffer.concat([
          Buffer.from('{"requestId":"a'),
          Buffer.of(byte),
          Buffer.from('","model":"m","usage":{"input_tokens":1}}'),
        ]),
      );
    for (const byte of [0xff, 0xfe]) {
      const { statusCode, body: answer } = await post(body(byte));
      expect([statusCode, answer.errors?.map(({ path, code }) => `${path} ${code}`)]).toEqual([
        400,
        ['/requestId invalid_characters'],
      ]);
    }
  });
});

describe('a record of more tokens than one call can have used', () => {
  const huge = (requestId: string, fields: object = {}) =>
    record(requestId, { usage: { input_tokens: 1.1e12 - 1e11 }, ...fields });

  it('is refused with a code of its own, waits in the quarantine, and is not counted', async () => {
    const { post, deliver, store, telemetry } = setUp();
    const { statusCode, body } = await post({ records: [huge('huge'), record('b')] });
    expect(statusCode).toBe(202);
    expect(resultLines(body)).toEqual(['0 rejected too_many_tokens', '1 accepted']);
    expect(body.results[0]).toMatchObject({
      requestId: 'huge',
      retryable: false,
      errors: [{ path: '/records/0/usage', code: 'too_many_tokens' }],
    });
    const [quarantined, ...others] = await store.listQuarantined('20261121');
    expect(others).toEqual([]);
    expect(quarantined).toMatchObject({ reason: 'too_many_tokens', receivedAtMs: NOON, complete: true });
    expect(JSON.parse(quarantined?.record ?? '')).toMatchObject({ requestId: 'huge', accessKeyId: 'ak_own' });
    await deliver();
    expect(await store.getRecord(own('huge'))).toBeUndefined();
    expect(telemetry.counts).toMatchObject({ RecordsRejected: 1, RecordsQuarantined: 1 });
  });

  it('waits there once, however often it is sent', async () => {
    const { post, store } = setUp();
    for (const _ of [1, 2]) {
      const { statusCode, body } = await post(huge('huge'));
      expect([statusCode, body.code]).toEqual([400, 'too_many_tokens']);
    }
    await post(huge('other'));
    expect(await store.listQuarantined('20261121')).toHaveLength(2);
  });

  it('has to be sent again when it could not be set aside', async () => {
    const { post } = setUp({ quarantines: false });
    const { statusCode, body } = await post(huge('huge'));
    expect([statusCode, body.code]).toEqual([503, 'not_stored']);
    expect(body.results[0]).toMatchObject({ status: 'failed', retryable: true });
  });

  it('is judged by all its counters: exactly the ceiling is accepted', async () => {
    const { post } = setUp();
    const usage = (extra: number) => ({
      usage: {
        input_tokens: 4e7,
        output_tokens: 1e7,
        iterations: [{ type: 'compaction', input_tokens: 5e7 + extra }],
      },
    });
    const { body } = await post({ records: [record('a', usage(0)), record('b', usage(1))] });
    expect(resultLines(body)).toEqual(['0 accepted', '1 rejected too_many_tokens']);
  });
});

describe('a failed call without usage', () => {
  it('is one request, and one error', async () => {
    const { post, deliver, store } = setUp();
    const { statusCode } = await post({ requestId: 'e1', status: 'error', model: 'claude-sonnet-5-5' });
    expect(statusCode).toBe(202);
    await deliver();
    expect(await store.getRecord(own('e1'))).toMatchObject({
      status: 'error',
      tokens: { input: 0, output: 0 },
    });
  });
});

describe('the events of a stream', () => {
  const SECRET = 'my wife said';
  const events = [
    {
      type: 'message_start',
      message: { id: 'msg_1', model: 'claude-opus-4-6', usage: { input_tokens: 3, output_tokens: 9 } },
    },
    { type: 'content_block_delta', delta: { type: 'text_delta', text: SECRET } },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 159 } },
    { type: 'message_stop' },
  ];

  it('are merged into one record, of which no content is queued or stored', async () => {
    const { post, deliver, store, queue, telemetry } = setUp();
    expect((await post({ events })).statusCode).toBe(202);
    expect(JSON.stringify([queue.sent('live'), telemetry.lines])).not.toContain(SECRET);
    await deliver();
    expect(await store.getRecord(own('msg_1'))).toMatchObject({
      model: 'claude-opus-4-6',
      stopReason: 'tool_use',
      status: 'ok',
      tokens: { input: 3, output: 159 },
    });
  });
});
