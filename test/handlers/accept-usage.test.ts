import { describe, expect, it } from '@jest/globals';
import { acceptUsageResponseSchema, MAX_BODY_BYTES } from '@token-ledger/contract';
import { DAY_MS } from '@token-ledger/core';
import { own, RECORD, record, resultLines, setUp } from '../support/accepted-usage.ts';
import { NOON } from '../support/records.ts';

describe('POST /v1/usage', () => {
  it('queues one record, under the key and user of the caller', async () => {
    const { post, queue, store, deliver, telemetry } = setUp();
    const { statusCode, body } = await post(record('req_1', { occurredAt: '2026-11-21T11:59:00Z' }));
    expect(statusCode).toBe(202);
    expect(body).toEqual({
      totalItems: 1,
      accepted: 1,
      conflicts: 0,
      rejected: 0,
      failed: 0,
      results: [{ index: 0, requestId: 'req_1', status: 'accepted' }],
    });
    expect(queue.sent('live')).toHaveLength(1);
    expect(await store.getRecord(own('req_1'))).toBeUndefined();
    expect(telemetry.counts).toEqual({ RecordsAccepted: 1 });

    await deliver();
    expect(await store.getRecord(own('req_1'))).toMatchObject({
      requestId: 'req_1',
      accessKeyId: 'ak_own',
      userId: 'u_own',
      occurredAtMs: NOON - 60_000,
      receivedAtMs: NOON,
    });
  });

  it('counts records with figures that it does not know, and logs which', async () => {
    const { post, telemetry, deliver, consumer } = setUp();
    const usage = { input_tokens: 1, audio_input_tokens: 3 };
    await post({ records: [record('a', { usage }), record('b')] });
    expect(telemetry.counts).toEqual({ RecordsAccepted: 2, UnknownFigures: 1 });
    expect(telemetry.lines).toMatchObject([{ level: 'warn', fields: { figures: ['audio_input_tokens'] } }]);
    // The consumer is sent only what is known, so nothing is counted twice.
    await deliver();
    expect(consumer.counts).not.toHaveProperty('UnknownFigures');
  });

  it('queues many records in few messages', async () => {
    const { post, queue } = setUp();
    const records = Array.from({ length: 1000 }, (_, index) => record(`req_${index}`));
    const { statusCode, body } = await post({ records });
    expect(statusCode).toBe(202);
    expect(acceptUsageResponseSchema.parse(body).accepted).toBe(1000);
    expect(body.results.map(({ index, requestId }) => `${index} ${requestId}`)).toEqual(
      records.map(({ requestId }, index) => `${index} ${requestId}`),
    );
    expect(queue.sent('live').length).toBeLessThanOrEqual(4);
  });

  it('keeps backfill out of the way of the rest', async () => {
    const { post, queue } = setUp();
    await post({ records: [record('a')], priority: 'bulk' });
    await post(record('b', { priority: 'bulk' }));
    await post({ records: [record('c')], priority: 'live' });
    expect(queue.sent('bulk')).toHaveLength(2);
    expect(queue.sent('live')).toHaveLength(1);
  });

  it.each([
    [0, 'bulk'],
    [4, 'bulk'],
    [5, 'live'],
    [9, 'live'],
  ] as const)('takes the priority %d for %s', async (priority, expected) => {
    const { post, queue } = setUp();
    await post({ records: [record('a')], priority });
    await post(record('b', { priority }));
    expect(queue.sent(expected)).toHaveLength(2);
  });

  it('names a rejected record and its labels to its sender, as far as they are valid', async () => {
    const { post } = setUp({ principal: { scopes: ['ingest'] } });
    const metadata = { team: 'search', build: '42' };
    const wrong = { model: '', metadata };
    const { body } = await post({
      records: [
        record('a', { metadata }),
        record('b', wrong),
        { messageId: 'msg_c', ...wrong },
        { message: { id: 'msg_d', model: 'm', usage: { input_tokens: -1 } }, metadata },
        record('e', { metadata, userId: 'u_other' }),
        record('f', { metadata, occurredAt: '2026-01-01T00:00:00Z' }),
        record('g', { metadata, usage: { input_tokens: 2e8 } }),
        // Only the name is valid.
        record('h', { metadata: { note: 'what is the capital of France' } }),
        record('i', { metadata: { prompt: 'x' } }),
        record('j', { metadata: { key: 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz' } }),
        record('k', { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`n${n}`, 'x'])) }),
        record('l', { ...wrong, metadata: null }),
        // Not even the name is.
        record('what is the capital of France', { metadata }),
        record('sk-ant-api03-abcdefghijklmnopqrstuvwxyz', { metadata }),
        record('idem:ak_1:x:0', { metadata }),
        { ...record('', wrong), messageId: 'msg_m' },
        wrong,
        'text',
      ],
    });
    const rejected = body.results.filter(({ status }) => status === 'rejected');
    expect(rejected.map((result) => [result.index, result.requestId, result.metadata])).toEqual([
      [1, 'b', metadata],
      [2, 'msg_c', metadata],
      [3, 'msg_d', metadata],
      [4, 'e', metadata],
      [5, 'f', metadata],
      [6, 'g', metadata],
      [7, 'h', undefined],
      [8, 'i', undefined],
      [9, 'j', undefined],
      [10, 'k', undefined],
      [11, 'l', undefined],
      ...[12, 13, 14, 15, 16, 17].map((index) => [index, undefined, undefined]),
    ]);
    expect(body.results[0]).not.toHaveProperty('metadata');
    expect(JSON.stringify(body)).not.toMatch(/France|sk-ant/);
  });

  it('fits its answer into what Lambda can return, if a thousand records are wrong in many ways', async () => {
    const { post } = setUp();
    const pairs = Array.from({ length: 16 }, (_, n) => [
      `label_${String(n).padStart(2, '0')}`,
      '"'.repeat(55),
    ]);
    const unknown = Array.from({ length: 80 }, (_, n) => [`field_${n}`.padEnd(20, 'x'), 0]);
    const records = Array.from({ length: 1000 }, (_, n) => ({
      ...Object.fromEntries(unknown),
      requestId: String(n).padEnd(128, 'x'),
      metadata: Object.fromEntries(pairs),
    }));
    const { statusCode, body } = await post({ records });
    expect(statusCode).toBe(400);
    expect(body.results[0]).toHaveProperty('metadata');
    expect(body.results[999]).not.toHaveProperty('metadata');
    expect(body.results[999]?.requestId).toBe(records[999]?.requestId);
    // The body is a text within another JSON document there.
    expect(Buffer.byteLength(JSON.stringify(JSON.stringify(body)))).toBeLessThan(6_291_556);
  });

  it('accepts what is valid and reports every problem of the rest in one answer', async () => {
    const { post, queue, telemetry } = setUp();
    const { statusCode, body } = await post({
      records: [
        record('a'),
        { requestId: 'b', usage: { input_tokens: -1, output_tokens: 1.5 } },
        record('c', { prompt: 'hello', metadata: { text: 'x' } }),
        record('d', { accessKeyId: 'ak_other', userId: 'u_other' }),
        5,
        record('e', { accessKeyId: 'ak_own', userId: 'u_own' }),
      ],
    });
    expect(statusCode).toBe(202);
    expect(body).toMatchObject({ totalItems: 6, accepted: 2, rejected: 4, failed: 0 });
    expect(resultLines(body)).toEqual([
      '0 accepted',
      '1 rejected invalid_record',
      '2 rejected invalid_record',
      '3 rejected not_permitted',
      '4 rejected invalid_record',
      '5 accepted',
    ]);
    expect(
      body.results.flatMap(({ errors = [] }) => errors.map(({ path, code }) => `${path} ${code}`)),
    ).toEqual([
      '/records/1/usage/input_tokens out_of_range',
      '/records/1/usage/output_tokens out_of_range',
      '/records/1/model required',
      '/records/2/prompt content_refused',
      '/records/2/metadata/text content_refused',
      '/records/3/accessKeyId not_permitted',
      '/records/3/userId not_permitted',
      '/records/4 wrong_type',
    ]);
    expect(queue.sent('live')).toHaveLength(1);
    expect(telemetry.counts).toEqual({ RecordsAccepted: 2, RecordsRejected: 4 });
  });

  it('answers 400 with the outcome of each when no record is valid', async () => {
    const { post, queue } = setUp();
    const { statusCode, headers, body } = await post({ records: [{}, record('-')] });
    expect(statusCode).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({
      code: 'invalid_record',
      retryable: false,
      accepted: 0,
      rejected: 2,
      failed: 0,
    });
    expect(resultLines(body)).toEqual(['0 rejected invalid_record', '1 rejected invalid_record']);
    expect(body.errors?.map(({ path }) => path)).toEqual([
      '/records/0/usage',
      '/records/0/model',
      '/records/0/requestId',
      '/records/1/requestId',
    ]);
    expect(queue.sent('live')).toEqual([]);
  });

  it('answers 403 when all are refused for permission only', async () => {
    const { post } = setUp();
    const { statusCode, body } = await post({
      records: [record('a', { userId: 'u_other' }), record('b', { accessKeyId: 'x' })],
    });
    expect(statusCode).toBe(403);
    expect(body.code).toBe('not_permitted');
    for (const other of [{}, record('b', { userId: 'u_other', extra: 1 })]) {
      const mixed = await post({ records: [record('a', { userId: 'u_other' }), other] });
      expect([mixed.statusCode, mixed.body.code]).toEqual([400, 'invalid_record']);
    }
  });

  it('lets a key of a team report for any user, and for no other access key', async () => {
    const { post, store, deliver } = setUp({ principal: { scopes: ['ingest:users'] } });
    expect((await post(record('a', { userId: 'u_other' }))).statusCode).toBe(202);
    const refused = await post(record('b', { accessKeyId: 'ak_other', userId: 'u_other' }));
    expect([refused.statusCode, refused.body]).toMatchObject([
      403,
      { code: 'not_permitted', errors: [{ path: '/accessKeyId' }] },
    ]);
    await deliver();
    expect(await store.findRecords('a')).toMatchObject([{ accessKeyId: 'ak_own', userId: 'u_other' }]);
    expect(await store.findRecords('b')).toEqual([]);
  });

  it('lets gateways report for others', async () => {
    const { post, store, deliver } = setUp({ principal: { scopes: ['ingest:any'] } });
    const { statusCode } = await post(record('a', { accessKeyId: 'ak_other', userId: 'u_other' }));
    expect(statusCode).toBe(202);
    await deliver();
    expect(await store.getRecord({ accessKeyId: 'ak_other', requestId: 'a' })).toMatchObject({
      userId: 'u_other',
    });
  });

  it('answers even the worst request with less than the 6 MB that may be answered', async () => {
    const { post } = setUp();
    const names = Array.from({ length: 70 }, (_, index) => `${index}`.padEnd(60, 'x'));
    const worst = Object.fromEntries(names.map((name) => [name, 1]));
    const { statusCode, body } = await post({ records: Array.from({ length: 1000 }, () => worst) });
    expect(statusCode).toBe(400);
    expect(body.rejected).toBe(1000);
    expect(body.errors).toHaveLength(100);
    expect(JSON.stringify(body).length).toBeLessThan(6_000_000);
  });
});

describe('identity over HTTP', () => {
  it('is the idempotency key and index for records without one, the same again for the same request', async () => {
    const { post, deliver, store } = setUp();
    const request = { records: [RECORD, record('req_1'), RECORD] };
    const headers = { 'idempotency-key': 'job-7' };
    const { body } = await post(request, headers);
    expect(body.results.map(({ requestId }) => requestId)).toEqual([
      'idem:ak_own:job-7:0',
      'req_1',
      'idem:ak_own:job-7:2',
    ]);
    expect((await post(request, headers)).body).toEqual(body);
    await deliver();
    expect(await store.getRecord(own('idem:ak_own:job-7:2'))).toBeDefined();
  });

  it('is demanded', async () => {
    const { post } = setUp();
    const { statusCode, body } = await post(RECORD);
    expect(statusCode).toBe(400);
    expect(body.errors).toEqual([expect.objectContaining({ path: '/requestId', code: 'missing_identity' })]);
  });

  it.each(['x'.repeat(65), 'two words', ''])('is not the idempotency key %j', async (key) => {
    const { post } = setUp();
    const { statusCode, body } = await post(record('a'), { 'idempotency-key': key });
    expect([statusCode, body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('the time of a record over HTTP', () => {
  it('may be as late as the limit, and not a millisecond later', async () => {
    const { post, telemetry } = setUp();
    const limit = NOON - 35 * DAY_MS;
    const { body } = await post({
      records: [record('a', { occurredAt: limit }), record('b', { occurredAt: limit - 1 })],
    });
    expect(resultLines(body)).toEqual(['0 accepted', '1 rejected too_old']);
    expect(body.results[1]).toMatchObject({ requestId: 'b', retryable: false });
    expect(body.results[1]?.errors).toEqual([
      expect.objectContaining({ path: '/records/1/occurredAt', code: 'too_old' }),
    ]);
    expect(telemetry.counts.RecordsRejected).toBe(1);
    const alone = await post(record('c', { occurredAt: limit - 1 }));
    expect([alone.statusCode, alone.body.code]).toEqual([400, 'too_old']);
  });

  it('is that of the receipt, and noted as such, when it is missing or ahead', async () => {
    const { post, deliver, store } = setUp();
    await post({
      records: [
        record('a'),
        record('b', { occurredAt: NOON + 5 * 60_000 + 1 }),
        record('c', { occurredAt: NOON + 5 * 60_000 }),
      ],
    });
    await deliver();
    expect(await store.getRecord(own('a'))).toMatchObject({ occurredAtMs: NOON, timeMissing: true });
    expect(await store.getRecord(own('b'))).toMatchObject({ occurredAtMs: NOON, clockClamped: true });
    expect(await store.getRecord(own('b'))).not.toHaveProperty('timeMissing');
    expect(await store.getRecord(own('c'))).toMatchObject({ occurredAtMs: NOON + 5 * 60_000 });
    expect(await store.getRecord(own('c'))).not.toHaveProperty('clockClamped');
  });
});

describe('a request as a whole', () => {
  it.each([
    ['an empty list', { records: [] }, '/records invalid_length'],
    ['records that are no list', { records: {} }, '/records wrong_type'],
    ['a list by itself', [record('a')], ' wrong_type'],
    ['null', 'null', ' wrong_type'],
    ['a priority nobody knows', { records: [record('a')], priority: 'high' }, '/priority not_allowed'],
    [
      'a priority nobody knows beside one record',
      record('a', { priority: 'urgent' }),
      '/priority not_allowed',
    ],
    ['a priority of 10', record('a', { priority: 10 }), '/priority not_allowed'],
    ['a negative priority', { records: [record('a')], priority: -1 }, '/priority not_allowed'],
    ['half a priority', { records: [record('a')], priority: 4.5 }, '/priority not_allowed'],
    [
      'a field that is not known beside the records',
      { records: [record('a')], source: 1 },
      '/source unknown_field',
    ],
    ['content beside the records', { records: [record('a')], messages: [] }, '/messages content_refused'],
  ])('is refused with %s', async (_, request, problem) => {
    const { post, queue } = setUp();
    const { statusCode, body } = await post(request);
    expect([statusCode, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([problem]);
    expect(queue.sent('live')).toEqual([]);
  });

  it('has at most 1,000 records', async () => {
    const { post } = setUp();
    const { statusCode, body } = await post({
      records: Array.from({ length: 1001 }, (_, index) => record(`${index}`)),
    });
    expect([statusCode, body.code]).toEqual([413, 'too_many_records']);
  });

  it('has at most 5,000,000 bytes', async () => {
    const { post } = setUp();
    const padded = (bytes: number) => JSON.stringify(record('a')).padEnd(bytes, ' ');
    expect((await post(padded(MAX_BODY_BYTES))).statusCode).toBe(202);
    const { statusCode, body } = await post(padded(MAX_BODY_BYTES + 1));
    expect([statusCode, body.code]).toEqual([413, 'body_too_large']);
  });

  it('is JSON and says so', async () => {
    const { post } = setUp();
    expect((await post(record('a'), { 'content-type': 'text/plain' })).statusCode).toBe(415);
    const { statusCode, body } = await post('{"requestId": secret}');
    expect([statusCode, body.code]).toEqual([400, 'invalid_json']);
    expect(body.detail).toContain('position 14');
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});
