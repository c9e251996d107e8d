import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_QUARANTINED_PER_PAGE } from '@token-ledger/contract';
import {
  type AdmissionLimits,
  DAY_MS,
  type DisabledIds,
  NOBODY_DISABLED,
  type QuarantinedRecord,
} from '@token-ledger/core';
import { InMemoryDirectory } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/manage-failures/handler.ts';
import { readMessage } from '../../functions/record-usage/read-messages.ts';
import { allPages } from '../support/all-pages.ts';
import { answered, pathsOf } from '../support/answered.ts';
import { failedMessages } from '../support/failed-messages.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';
import { registerKey, shownIds } from '../support/shown-ids.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const SECRET = 'Tell me, what is the meaning of life?';
const wireRecord = (requestId: string, more: object = {}) => ({
  requestId,
  accessKeyId: 'ak_1',
  model: 'claude-haiku-5',
  usage: { input_tokens: 1, output_tokens: 2 },
  ...more,
});

describe('failed messages over HTTP', () => {
  let nowMs: number;
  let deps: ReturnType<typeof failedMessages>;
  let { queues, store } = failedMessages();
  let disabled: DisabledIds;
  const telemetry = recordingTelemetry();

  beforeEach(async () => {
    nowMs = NOON;
    disabled = NOBODY_DISABLED;
    const directory = new InMemoryDirectory();
    await registerKey(directory, 'ak_1', 'search service');
    const { readNames } = shownIds({ directory });
    deps = failedMessages({ clock: () => nowMs, disabledIds: async () => disabled, readNames, telemetry });
    ({ queues, store } = deps);
  });

  async function call(method: 'GET' | 'POST' | 'DELETE', path: string, id = '', query = {}) {
    const { statusCode, text, body } = await answered(createHandler(deps), {
      method,
      path: `/v1/failed-messages${path}`,
      pathParameters: { id },
      scopes: ['admin'],
      query,
    });
    expect(text).not.toContain('meaning of life');
    return { statusCode, body };
  }
  const list = (query = {}) => call('GET', '', '', query);
  const show = (id: string) => call('GET', '/{id}', id);
  const retry = (id: string) => call('POST', '/{id}/retry', id);
  const remove = (id: string) => call('DELETE', '/{id}', id);

  /** As the queue's consumer sets a record aside. */
  async function quarantine(record: object, limits: Partial<AdmissionLimits> = {}): Promise<string> {
    const [message] = sqsEvent({ v: 1, records: [record] }).Records;
    if (!message) throw new Error('There is no message.');
    const read = await readMessage(message, {
      limits: { ...deps.limits, ...limits },
      disabled,
    });
    const refused = ('refused' in read ? read.refused : [])[0] as QuarantinedRecord;
    await store.quarantine(refused);
    return `quarantine.20261121.${Buffer.from(refused.id).toString('base64url')}`;
  }

  it('are none where nothing failed', async () => {
    expect(await list()).toEqual({
      statusCode: 200,
      body: {
        asOf: '2026-11-21T12:00:00.000Z',
        complete: true,
        deadLetters: Object.fromEntries(
          ['live', 'bulk', 'notifications'].map((name) => [name, { waiting: 0, hidden: 0 }]),
        ),
        messages: [],
      },
    });
  });

  it('are shown by their facts, oldest first, and by nothing that could be content', async () => {
    queues.live.add(JSON.stringify({ v: 1, records: [wireRecord('req_1'), wireRecord(SECRET)] }), NOON - 1);
    queues.live.add(SECRET, NOON - 2);
    queues.bulk.add(JSON.stringify({ [SECRET]: SECRET, v: 1, records: [] }));
    const alert = { budgetId: 'b1', periodId: '202611', percent: 50, armedBy: 1 };
    queues.notifications.add(JSON.stringify({ v: 1, alert }));
    queues.notifications.add(SECRET);
    await quarantine(wireRecord('req_9', { prompt: SECRET, model: SECRET }));
    const { messages } = (await list()).body;
    expect(messages).toMatchObject([
      {
        id: 'live.message-2',
        place: 'live',
        reason: 'unreadable',
        retryable: false,
        problems: [{ path: '' }],
        receivedAt: '2026-11-21T11:59:59.998Z',
        expiresAt: '2026-12-05T11:59:59.998Z',
        bytes: SECRET.length,
        receives: 6,
      },
      { id: 'live.message-1', reason: 'not_recorded', retryable: true, records: 2, requestIds: ['req_1'] },
      { place: 'bulk', reason: 'unreadable', problems: [{ path: '/*' }] },
      { place: 'notifications', reason: 'not_delivered', retryable: true, alertId: 'alert_b1_202611_50_1' },
      { place: 'notifications', reason: 'unreadable' },
      {
        place: 'quarantine',
        reason: 'invalid_record',
        retryable: false,
        requestIds: ['req_9'],
        accessKeyId: 'ak_1',
        accessKeyName: 'search service',
        problems: [{ path: '/model' }, { path: '/*' }],
        expiresAt: '2026-12-21T12:00:00.000Z',
      },
    ]);
    expect(messages[5]).not.toHaveProperty('model');
    expect(JSON.stringify(telemetry.lines)).not.toContain('meaning of life');
  });

  it('are listed in their hundreds, of one place if so asked', async () => {
    for (let index = 0; index < 321; index += 1) queues.bulk.add('no usage');
    queues.live.add('no usage');
    const { body } = await list({ place: 'bulk' });
    expect([body.messages.length, body.complete, Object.keys(body.deadLetters)]).toEqual([
      321,
      true,
      ['bulk'],
    ]);
    expect((await list({ place: 'quarantine' })).body).toMatchObject({ complete: true, messages: [] });
  });

  it('are known by the message ids of records that have no request id', async () => {
    const { requestId: _, ...anonymous } = wireRecord('');
    const records = [
      { ...anonymous, messageId: 'msg_1' },
      { ...wireRecord('req_2'), messageId: 'msg_2' },
      { accessKeyId: 'ak_1', message: { id: 'msg_3' } },
    ];
    queues.live.add(JSON.stringify({ v: 1, records }));
    expect((await list()).body.messages).toMatchObject([{ requestIds: ['msg_1', 'req_2', 'msg_3'] }]);
  });

  it('show in full what is wrong with each record, and let go of it', async () => {
    const records = Array.from({ length: 12 }, (_, index) => wireRecord(`req_${index}`, { x: SECRET }));
    queues.live.add(JSON.stringify({ v: 1, records }));
    const { body } = await show('live.message-1');
    expect(body.requestIds).toHaveLength(12);
    expect(body.problems[11]).toEqual({
      path: '/records/11/*',
      message: 'is not a known field',
    });
    expect((await list()).body.messages[0].requestIds).toHaveLength(10);
  });

  it('are retried with the time of their first receipt, once', async () => {
    queues.live.add(JSON.stringify(wireRecord('alone')), NOON - DAY_MS);
    queues.live.add(`{"v":1,"records":[{"maxTokens":12345678901234567890}]}`, NOON - DAY_MS);
    queues.bulk.add('{"v":1,"receivedAt":7,"records":[{}]}');
    for (const id of ['live.message-1', 'live.message-2', 'bulk.message-1'])
      expect(await retry(id)).toEqual({ statusCode: 202, body: { id, queue: id.split('.')[0] } });
    expect(queues.live.resent()).toEqual([
      `{"v":1,"receivedAt":${NOON - DAY_MS},"records":[${JSON.stringify(wireRecord('alone'))}]}`,
      `{"receivedAt":${NOON - DAY_MS},"v":1,"records":[{"maxTokens":12345678901234567890}]}`,
    ]);
    expect(queues.bulk.resent()).toEqual(['{"v":1,"receivedAt":7,"records":[{}]}']);
    expect((await list()).body.messages).toEqual([]);
    expect(await retry('live.message-1')).toMatchObject({
      statusCode: 404,
      body: { code: 'failed_message_not_found' },
    });
  });

  it('stay where they are if they would fail again', async () => {
    queues.live.add(SECRET);
    queues.notifications.add('{}');
    for (const id of ['live.message-1', 'notifications.message-1']) {
      const { statusCode, body } = await retry(id);
      expect([statusCode, body.code, body.errors.length]).toEqual([409, 'not_recordable', 1]);
    }
    expect([queues.live.resent(), queues.notifications.resent()]).toEqual([[], []]);
    expect((await list()).body.messages).toHaveLength(2);
  });

  it('cannot be had while somebody else looks at them', async () => {
    queues.live.add('{}');
    await queues.live.receive();
    expect((await list()).body).toMatchObject({ complete: false, deadLetters: { live: { hidden: 1 } } });
    for (const act of [show, retry, remove]) {
      expect(await act('live.message-1')).toMatchObject({
        statusCode: 409,
        body: { code: 'failed_message_busy', retryable: true },
      });
    }
  });

  it('are deleted by their id alone', async () => {
    queues.live.add('a');
    queues.live.add('b');
    const id = await quarantine(wireRecord('req_1', { temperature: 3 }));
    for (const one of ['live.message-1', id]) {
      expect(await remove(one)).toEqual({ statusCode: 204, body: undefined });
      expect(await remove(one)).toMatchObject({ statusCode: 404 });
    }
    expect(queues.live.bodies()).toEqual(['b']);
    expect(await store.listQuarantined('20261121')).toEqual([]);
  });

  describe('in quarantine', () => {
    const late = wireRecord('late', {
      occurredAt: new Date(NOON - 36 * DAY_MS).toISOString(),
      metadata: { team: 'search' },
    });

    it('are counted once the late limit allows it, whole', async () => {
      const id = await quarantine(late);
      expect(await show(id)).toMatchObject({ body: { reason: 'too_old', retryable: false } });
      const refused = await retry(id);
      expect(refused).toMatchObject({ statusCode: 409, body: { code: 'not_recordable' } });
      expect(refused.body.errors).toMatchObject([{ path: '/occurredAt', code: 'too_old' }]);
      deps = { ...deps, limits: { lateLimitDays: 40, maxTokensPerRecord: 1e8 } };
      expect(await show(id)).toMatchObject({ body: { retryable: true } });
      expect((await list()).body.messages).toMatchObject([{ retryable: true }]);
      expect(await retry(id)).toEqual({ statusCode: 202, body: { id, queue: 'live' } });
      const [body = ''] = queues.live.resent();
      const [message] = sqsEvent(body).Records;
      if (!message) throw new Error('There is no message.');
      const rules = { limits: { lateLimitDays: 40, maxTokensPerRecord: 1e8 }, disabled: NOBODY_DISABLED };
      expect(await readMessage(message, rules)).toMatchObject({
        admitted: [{ record: { requestId: 'late', receivedAtMs: NOON, metadata: { team: 'search' } } }],
        refused: [],
      });
      expect(await retry(id)).toMatchObject({ statusCode: 404 });
    });

    it('are not counted in a frozen hour, nor by a receipt that is too long ago to be believed', async () => {
      const id = await quarantine(late);
      deps = { ...deps, limits: { lateLimitDays: 40, maxTokensPerRecord: 1e8 } };
      const noon = nowMs;
      nowMs = noon + 27 * DAY_MS;
      expect(await retry(id)).toMatchObject({ statusCode: 409, body: { code: 'not_recordable' } });
      nowMs = noon;
      deps = { ...deps, retention: () => ({ retentionDays: 38 }) };
      expect(await retry(id)).toMatchObject({ statusCode: 409, body: { code: 'not_recordable' } });
      expect(queues.live.resent()).toEqual([]);
    });

    it('are not counted while their access key or user is disabled', async () => {
      disabled = { accessKeys: new Map(), users: new Map([['u_off', NOON - DAY_MS]]) };
      const ofUser = await quarantine(wireRecord('of user', { userId: 'u_off' }));
      expect(await show(ofUser)).toMatchObject({ body: { reason: 'disabled', retryable: false } });
      const refused = await retry(ofUser);
      expect(refused).toMatchObject({ statusCode: 409, body: { code: 'not_recordable' } });
      expect(refused.body.errors).toMatchObject([{ path: '/userId', code: 'disabled' }]);
      disabled = { accessKeys: new Map([['ak_1', NOON - DAY_MS]]), users: new Map() };
      expect((await retry(ofUser)).body.errors).toMatchObject([{ path: '/accessKeyId', code: 'disabled' }]);
      expect(queues.live.resent()).toEqual([]);
      disabled = NOBODY_DISABLED;
      expect(await show(ofUser)).toMatchObject({ body: { retryable: true } });
      expect(await retry(ofUser)).toMatchObject({ statusCode: 202 });
      expect(queues.live.resent()).toHaveLength(1);
    });

    it('are counted if they were received before the disabling, until their receipt is too long ago', async () => {
      const id = await quarantine(late);
      deps = { ...deps, limits: { lateLimitDays: 70, maxTokensPerRecord: 1e8 } };
      disabled = { accessKeys: new Map([['ak_1', NOON - 60_000 + 1]]), users: new Map() };
      const rejudgedAtMs = NOON + 27 * DAY_MS;
      nowMs = rejudgedAtMs;
      expect((await retry(id)).body.errors).toMatchObject([{ code: 'disabled' }]);
      nowMs = rejudgedAtMs - 1;
      expect(await retry(id)).toMatchObject({ statusCode: 202 });
    });

    it('are counted once the ceiling of tokens allows it, exactly at the ceiling', async () => {
      const id = await quarantine(wireRecord('huge'), { maxTokensPerRecord: 1 });
      deps = { ...deps, limits: { lateLimitDays: 35, maxTokensPerRecord: 2 } };
      const refused = await retry(id);
      expect(refused).toMatchObject({ statusCode: 409, body: { code: 'not_recordable' } });
      expect(refused.body.errors).toMatchObject([{ path: '/usage', code: 'too_many_tokens' }]);
      expect(queues.live.resent()).toEqual([]);
      deps = { ...deps, limits: { lateLimitDays: 35, maxTokensPerRecord: 3 } };
      expect(await retry(id)).toMatchObject({ statusCode: 202 });
    });

    it('are not counted from a part of them', async () => {
      const whole = await quarantine(wireRecord('whole', { status: 'unknown' }));
      expect((await retry(whole)).body.errors).toMatchObject([{ path: '/status' }]);
      await remove(whole);
      const part = await quarantine(wireRecord('part', { prompt: SECRET }));
      expect((await retry(part)).body.errors).toMatchObject([{ path: '', code: 'required' }]);
    });

    it('are listed page by page, the latest day first, until they expire', async () => {
      const record = { reason: 'too_old', problems: [], record: '{}' };
      const ids = ['é#0', 'a#1', 'b#2'];
      for (const receivedAtMs of [NOON, NOON - DAY_MS, NOON - 30 * DAY_MS])
        for (const id of ids) await store.quarantine({ ...record, id, receivedAtMs });
      nowMs += 1;
      const pages = await allPages(async (cursor) => (await list({ limit: '2', ...cursor })).body);
      for (const { messages } of pages) expect(messages.length).toBeLessThanOrEqual(2);
      const seen = pages.flatMap(({ messages }) => messages.map(({ id }: { id: string }) => id));
      const encode = (id: string) => Buffer.from(id).toString('base64url');
      expect(seen).toEqual(
        ['20261121', '20261120'].flatMap((day) =>
          ['a#1', 'b#2', 'é#0'].map((id) => `quarantine.${day}.${encode(id)}`),
        ),
      );
      expect(await show(`quarantine.20261022.${encode('a#1')}`)).toMatchObject({ statusCode: 404 });
    });
  });

  it.each([
    ['an unknown parameter', { x: '1' }, '/x'],
    ['another place', { place: 'moon' }, '/place'],
    ['a limit of 0', { limit: '0' }, '/limit'],
    ['a limit above the greatest', { limit: String(MAX_QUARANTINED_PER_PAGE + 1) }, '/limit'],
    ['a cursor that is none', { cursor: 'live.message-1' }, '/cursor'],
    ['a cursor that was altered', { cursor: 'quarantine.20261121.YSMx=' }, '/cursor'],
    ['a cursor of dead letters', { cursor: 'quarantine.20261121.YSMx', place: 'live' }, '/cursor'],
  ])('are not listed by %s', async (_, query, path) => {
    const { statusCode, body } = await list(query);
    expect([statusCode, pathsOf(body)]).toEqual([400, [path]]);
  });

  it.each([
    '',
    'x',
    'live',
    'live.',
    'live.a.b',
    'moon.a',
    'quarantine.20261121',
    'quarantine.1.YQ',
    'é',
    '.',
  ])('are not found under %j', async (id) => {
    for (const act of [show, retry, remove]) expect((await act(id)).statusCode).toBe(404);
  });
});
