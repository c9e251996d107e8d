import { describe, expect, it } from '@jest/globals';
import { DAY_MS, isFrozen, type LedgerStore } from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { collect } from '../behaviour/usage-records.ts';
import { recordedUsage } from '../support/recorded-usage.ts';
import { NOON } from '../support/records.ts';
import { sqsEvent } from '../support/sqs-event.ts';

function wireRecord(requestId: string, overrides: Record<string, unknown> = {}) {
  return {
    requestId,
    occurredAt: new Date(NOON).toISOString(),
    accessKeyId: 'ak_1',
    userId: 'u_1',
    model: 'claude-sonnet-5-5',
    usage: { input_tokens: 10, output_tokens: 5 },
    ...overrides,
  };
}

const own = (requestId: string) => ({ accessKeyId: 'ak_1', requestId });
const envelope = (...records: unknown[]) => ({ v: 1, records });

describe('record-usage', () => {
  it('records the records of all messages, marks their hour and acknowledges', async () => {
    const { store, handler, telemetry } = recordedUsage();
    const event = sqsEvent(envelope(wireRecord('req_1'), wireRecord('req_2')), wireRecord('req_3'));
    expect(await handler(event)).toEqual({ batchItemFailures: [] });
    for (const id of ['req_1', 'req_2', 'req_3']) {
      expect(await store.getRecord(own(id))).toMatchObject({
        requestId: id,
        occurredAtMs: NOON,
        receivedAtMs: NOON,
      });
    }
    expect(await store.listMarks('hour')).toMatchObject([{ bucketId: '2026112112' }]);
    expect(telemetry.counts).toMatchObject({ RecordsRecorded: 3, TokensRecorded: 45 });
  });

  it('notes which sources were heard, also by reports that changed nothing, and no others', async () => {
    const { sources, handler } = recordedUsage();
    await handler(sqsEvent(wireRecord('req_1', { source: 'gateway' })));
    await handler(
      sqsEvent(
        wireRecord('req_1', { source: 'claude_code' }),
        wireRecord('req_2', { source: 'client', usage: 'many' }),
        wireRecord('req_3'),
      ),
    );
    const marks = await sources.listSources();
    expect(marks.map(({ source }) => source).toSorted()).toEqual(['claude_code', 'direct', 'gateway']);
    expect(new Set(marks.map(({ lastHeardAtMs }) => lastHeardAtMs))).toEqual(new Set([NOON]));
  });

  it('counts a record once, with its first content, however often and with any time it is delivered', async () => {
    const { store, handler, telemetry } = recordedUsage();
    const later = wireRecord('req_1', { occurredAt: new Date(NOON + 7_200_000).toISOString() });
    await handler(sqsEvent(wireRecord('req_1')));
    await handler(sqsEvent(wireRecord('req_1'), envelope(later, later)));
    expect(await store.getRecord(own('req_1'))).toMatchObject({ occurredAtMs: NOON });
    expect(telemetry.counts).toMatchObject({
      RecordsRecorded: 1,
      DuplicateRecords: 3,
    });
    // Another time is no contradiction.
    expect(telemetry.counts).not.toHaveProperty('ConflictingReports');
  });

  it('acknowledges what was erased, counts it as a duplicate, and stores nothing of it again', async () => {
    const { store, handler, telemetry } = recordedUsage();
    await handler(sqsEvent(wireRecord('req_1')));
    await store.eraseRecord(own('req_1'), 'u_1');
    await store.removeFromSegments(NOON, () => true);
    const twice = envelope(wireRecord('req_1'), wireRecord('req_1'));
    expect(await handler(sqsEvent(twice))).toEqual({ batchItemFailures: [] });
    expect((await collect(store.readSegments(NOON))).flat()).toEqual([]);
    expect(telemetry.counts).toMatchObject({ RecordsRecorded: 1, DuplicateRecords: 2 });
    expect(telemetry.counts).not.toHaveProperty('RecordsQuarantined');
  });

  it('hands back a message that is not JSON and acknowledges the others', async () => {
    const { store, handler } = recordedUsage();
    const { batchItemFailures } = await handler(sqsEvent('not json', wireRecord('req_1')));
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
    expect(await store.getRecord(own('req_1'))).toBeDefined();
  });

  it('quarantines a bad record with its reason, once over redelivery, and counts the rest of the message', async () => {
    const { store, handler, telemetry } = recordedUsage();
    const bad = wireRecord('req_bad', { usage: { input_tokens: -1, output_tokens: 2.5 } });
    const event = sqsEvent(envelope(wireRecord('req_1'), bad));
    expect(await handler(event)).toEqual({ batchItemFailures: [] });
    await handler(event);
    expect(await store.getRecord(own('req_1'))).toBeDefined();
    const quarantined = await store.listQuarantined('20261121');
    expect(quarantined).toMatchObject([{ id: 'm0#1', reason: 'invalid_record' }]);
    expect(quarantined[0]?.problems.map(({ path }) => path)).toEqual([
      '/usage/input_tokens',
      '/usage/output_tokens',
    ]);
    expect(JSON.parse(quarantined[0]?.record ?? '')).toMatchObject({
      requestId: 'req_bad',
      accessKeyId: 'ak_1',
    });
    expect(telemetry.counts).toMatchObject({ RecordsQuarantined: 2 });
  });

  it('counts records with a time in the future, once, and none without a time', async () => {
    const { handler, telemetry } = recordedUsage();
    const ahead = wireRecord('req_1', { occurredAt: new Date(NOON + 3_600_000).toISOString() });
    await handler(
      sqsEvent(envelope(ahead, wireRecord('req_2', { occurredAt: undefined }), wireRecord('req_3'))),
    );
    await handler(sqsEvent(envelope(ahead)));
    expect(telemetry.counts).toMatchObject({ RecordsRecorded: 3, ClocksAhead: 1 });
  });

  it('keeps nothing of a record that could be content, neither in the quarantine nor in the log', async () => {
    const { store, handler, telemetry } = recordedUsage();
    const secret = 'the patient said';
    const bad = wireRecord('req_1', {
      prompt: secret,
      model: secret.repeat(20),
      usage: { input_tokens: secret },
      message: { content: [{ type: 'text', text: secret }], usage: {} },
    });
    await handler(sqsEvent(envelope(bad), `{"broken": "${secret}`));
    expect(JSON.stringify(await store.listQuarantined('20261121'))).not.toContain(secret);
    expect(JSON.stringify(telemetry.lines)).not.toContain(secret);
  });

  it('counts records with figures that it does not know, and logs which, once for all', async () => {
    const { handler, telemetry } = recordedUsage();
    const usage = { input_tokens: 10, audio_input_tokens: 3, 'my wife said': 4 };
    await handler(
      sqsEvent(envelope(wireRecord('req_1', { usage }), wireRecord('req_2')), wireRecord('req_3', { usage })),
    );
    expect(telemetry.counts).toMatchObject({ RecordsRecorded: 3, UnknownFigures: 2, TokensRecorded: 35 });
    expect(telemetry.lines).toMatchObject([
      { level: 'warn', fields: { records: 2, figures: ['*', 'audio_input_tokens'] } },
    ]);
  });

  it('logs what it sets aside by access key and reason, with ids of the form of one', async () => {
    const { handler, telemetry } = recordedUsage();
    const bad = (requestId: unknown, fields: object = {}) =>
      wireRecord('', { requestId, usage: { input_tokens: -1 }, ...fields });
    await handler(
      sqsEvent(
        envelope(bad('req_1'), bad('req_2'), bad('the patient said')),
        envelope(bad('req_3', { accessKeyId: 'ak_2' }), bad('req_4', { accessKeyId: 'tl_ak_x_y' })),
      ),
    );
    const message = 'Records of messages were set aside.';
    const fields = { channel: 'quality', reason: 'invalid_record' };
    expect(telemetry.lines).toEqual([
      {
        level: 'info',
        message,
        fields: { ...fields, records: 3, accessKeyId: 'ak_1', requestIds: ['req_1', 'req_2'] },
      },
      {
        level: 'info',
        message,
        fields: { ...fields, records: 1, accessKeyId: 'ak_2', requestIds: ['req_3'] },
      },
      { level: 'info', message, fields: { ...fields, records: 1, requestIds: ['req_4'] } },
    ]);
  });

  it('logs at most twenty kinds of refusals of a batch, and ten ids of each', async () => {
    const { handler, telemetry } = recordedUsage();
    const records = Array.from({ length: 231 }, (_, index) =>
      wireRecord(`req_${index}`, { accessKeyId: `ak_${index % 21}`, usage: { input_tokens: -1 } }),
    );
    await handler(sqsEvent(envelope(...records)));
    expect(telemetry.lines).toHaveLength(20);
    expect(telemetry.lines[0]?.fields).toMatchObject({ records: 11, requestIds: { length: 10 } });
  });

  it('accepts a record of exactly the late limit and quarantines one a millisecond older', async () => {
    const { store, handler } = recordedUsage();
    const oldest = NOON - 35 * DAY_MS;
    const at = (ms: number) => new Date(ms).toISOString();
    await handler(
      sqsEvent(
        envelope(
          wireRecord('req_1', { occurredAt: at(oldest) }),
          wireRecord('req_2', { occurredAt: at(oldest - 1) }),
        ),
      ),
    );
    expect(await store.getRecord(own('req_1'))).toMatchObject({ occurredAtMs: oldest });
    expect(await store.getRecord(own('req_2'))).toBeUndefined();
    expect(await store.listQuarantined('20261121')).toMatchObject([{ id: 'm0#1', reason: 'too_old' }]);
  });

  it('judges lateness by the time the intake received a record, not by when it is consumed', async () => {
    const { store, handler } = recordedUsage({ nowMs: NOON + 20 * DAY_MS });
    const occurredAt = new Date(NOON - 30 * DAY_MS).toISOString();
    await handler(sqsEvent({ v: 1, receivedAt: NOON - 1, records: [wireRecord('req_1', { occurredAt })] }));
    expect(await store.getRecord(own('req_1'))).toMatchObject({ receivedAtMs: NOON - 1 });
  });

  it.each([
    ['28 days before it was sent', -28 * DAY_MS, true],
    ['a millisecond longer before', -28 * DAY_MS - 1, false],
    ['five minutes after', 5 * 60_000, true],
    ['a millisecond longer after', 5 * 60_000 + 1, false],
  ])('believes a sender that the records were received %s or not', async (_, offsetMs, believed) => {
    const { store, handler } = recordedUsage();
    await handler(sqsEvent({ v: 1, receivedAt: NOON + offsetMs, records: [wireRecord('req_1')] }));
    const [quarantined] = await store.listQuarantined('20261121');
    expect(quarantined).toBeUndefined();
    expect(await store.getRecord(own('req_1'))).toMatchObject({
      receivedAtMs: believed ? NOON + offsetMs : NOON,
    });
  });

  it('quarantines a record whose hour froze while it waited', async () => {
    const { store, handler } = recordedUsage({ nowMs: NOON + 88 * DAY_MS });
    expect(await handler(sqsEvent(wireRecord('req_1')))).toEqual({ batchItemFailures: [] });
    expect(await store.getRecord(own('req_1'))).toBeUndefined();
    expect(await store.listQuarantined('20261121')).toMatchObject([{ id: 'm0#0', reason: 'too_old' }]);
  });

  it('completes a record by a later report that knows more, in either order', async () => {
    const part = wireRecord('req_1', { status: 'partial', usage: { input_tokens: 10, output_tokens: 2 } });
    for (const bodies of [
      [part, wireRecord('req_1')],
      [wireRecord('req_1'), part],
    ]) {
      for (const together of [true, false]) {
        const { store, handler, telemetry } = recordedUsage();
        const events = together ? [sqsEvent(...bodies)] : bodies.map((body) => sqsEvent(body));
        for (const event of events) expect(await handler(event)).toEqual({ batchItemFailures: [] });
        expect(await store.getRecord(own('req_1'))).toMatchObject({ status: 'ok', tokens: { output: 5 } });
        expect(telemetry.counts).toMatchObject({ RecordsRecorded: 1, TokensRecorded: 15 });
        expect(telemetry.counts.CompletedRecords ?? 0).toBe(bodies[0] === part ? 1 : 0);
      }
    }
  });

  it('quarantines a report that would complete a record of an hour that is frozen', async () => {
    const retention = { retentionDays: 90 };
    let nowMs = NOON + 80 * DAY_MS;
    while (!isFrozen(NOON - 1, nowMs, retention)) nowMs += 60_000;
    expect(isFrozen(NOON, nowMs, retention)).toBe(false);
    const { store, handler } = recordedUsage();
    const at = (ms: number) => ({ occurredAt: new Date(ms).toISOString() });
    await handler(sqsEvent(wireRecord('req_1', { ...at(NOON - 1), status: 'partial' })));
    const later = recordedUsage({ nowMs, store });
    const report = wireRecord('req_1', { ...at(NOON), usage: { input_tokens: 10, output_tokens: 9 } });
    expect(await later.handler(sqsEvent(report))).toEqual({ batchItemFailures: [] });
    expect(await store.getRecord(own('req_1'))).toMatchObject({ status: 'partial', tokens: { output: 5 } });
    const [quarantined] = await store.listQuarantined('20261121');
    expect(quarantined).toMatchObject({ id: 'm0#0', reason: 'too_old', complete: true });
    expect(JSON.parse(quarantined?.record ?? '')).toMatchObject({ requestId: 'req_1', accessKeyId: 'ak_1' });
    expect(later.telemetry.counts).toMatchObject({ RecordsQuarantined: 1 });
  });

  it('acknowledges a contradiction once it is on record, with both sides, and changes nothing', async () => {
    const { store, handler, telemetry } = recordedUsage();
    await handler(sqsEvent(wireRecord('req_1')));
    const other = wireRecord('req_1', { userId: 'u_2' });
    for (let delivery = 0; delivery < 2; delivery += 1) {
      expect(await handler(sqsEvent(other))).toEqual({ batchItemFailures: [] });
    }
    expect(await store.listConflicts('20261121')).toMatchObject([
      { reason: 'user', recorded: { userId: 'u_1' }, reported: { userId: 'u_2' } },
    ]);
    expect(await store.getRecord(own('req_1'))).toMatchObject({ userId: 'u_1' });
    expect(telemetry.counts).toMatchObject({ RecordsRecorded: 1, ConflictingReports: 2 });
  });

  it('hands back the message of a contradiction that could not be put on record', async () => {
    const fail = () => Promise.reject(new Error('throttled'));
    const { handler, telemetry } = recordedUsage({ overrides: { putConflict: fail } });
    const { batchItemFailures } = await handler(
      sqsEvent(envelope(wireRecord('req_1'), wireRecord('req_1', { userId: 'u_2' })), wireRecord('req_2')),
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
    expect(telemetry.counts).not.toHaveProperty('ConflictingReports');
  });

  it.each(['putSegment', 'putMark'] as const)(
    'hands back the messages concerned when %s fails',
    async (method) => {
      const fail = () => Promise.reject(new Error('throttled'));
      const { handler } = recordedUsage({ overrides: { [method]: fail } });
      const { batchItemFailures } = await handler(
        sqsEvent(wireRecord('req_1'), 'not json', wireRecord('req_2')),
      );
      expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual([
        'm0',
        'm1',
        'm2',
      ]);
    },
  );

  it('hands back only the messages whose claims failed', async () => {
    const inner = createInMemoryLedgerStore();
    const claim: LedgerStore['claim'] = async (records) => {
      const outcomes = await inner.claim(records);
      return outcomes.map((outcome, index) =>
        records[index]?.requestId === 'req_2' ? { kind: 'failed', error: new Error('throttled') } : outcome,
      );
    };
    const { handler } = recordedUsage({ overrides: { claim } });
    const { batchItemFailures } = await handler(
      sqsEvent(wireRecord('req_1'), envelope(wireRecord('req_2'), wireRecord('req_3')), wireRecord('req_4')),
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  });

  it('hands a message back when its bad record cannot be quarantined', async () => {
    const quarantine = () => Promise.reject(new Error('throttled'));
    const { handler } = recordedUsage({ overrides: { quarantine } });
    const { batchItemFailures } = await handler(
      sqsEvent(wireRecord('req_1'), wireRecord('req_2', { model: 7 })),
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  });
});
