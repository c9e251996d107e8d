import { describe, expect, it } from '@jest/globals';
import { judgeRecord } from '@token-ledger/contract';
import { type DisabledIds, disabledFields, NOBODY_DISABLED } from '@token-ledger/core';
import { readMessage } from '../../functions/record-usage/read-messages.ts';
import { cachedDisabledIds } from '../../functions/shared/disabled-ids.ts';
import { LIMITS as limits } from '../support/ledger-over.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const disabled: DisabledIds = {
  accessKeys: new Map([['ak_off', NOON - 60_000]]),
  users: new Map([['u_off', NOON - 60_000]]),
};
const wire = (accessKeyId: string, userId?: string) => ({
  requestId: 'req_1',
  occurredAt: new Date(NOON).toISOString(),
  accessKeyId,
  ...(userId !== undefined && { userId }),
  model: 'claude-sonnet-5-5',
  usage: { input_tokens: 10, output_tokens: 5 },
});

describe('whether a record is refused', () => {
  const record = (receivedAtMs: number) => ({ accessKeyId: 'ak_1', userId: 'u_off', receivedAtMs });

  it('depends on when it was received: 60 seconds after the disabling or later', () => {
    expect(disabledFields(record(NOON - 1), disabled)).toEqual([]);
    expect(disabledFields(record(NOON), disabled)).toEqual(['userId']);
  });

  it('is reported for the key and the user, and never for a record that names only enabled ids', () => {
    const both = { accessKeyId: 'ak_off', userId: 'u_off', receivedAtMs: NOON };
    expect(disabledFields(both, disabled)).toEqual(['accessKeyId', 'userId']);
    expect(disabledFields({ accessKeyId: 'u_off', userId: 'ak_off', receivedAtMs: NOON }, disabled)).toEqual(
      [],
    );
    expect(disabledFields({ accessKeyId: 'ak_1', receivedAtMs: NOON }, disabled)).toEqual([]);
  });
});

describe('usage of a disabled access key or user', () => {
  const reporter = { accessKeyId: 'ak_gateway', mayReportForOthers: true, mayReportAnyUser: true };
  const judge = (json: unknown, receivedAtMs = NOON) =>
    judgeRecord(json, { path: '/records/0', reporter }, receivedAtMs, { limits, disabled });

  it('is refused over HTTP for every reporter, naming the field', () => {
    expect(judge(wire('ak_1', 'u_off'))).toMatchObject({
      kind: 'rejected',
      code: 'disabled',
      reported: { requestId: 'req_1' },
      problems: [
        { path: '/records/0/userId', code: 'disabled', message: 'must not name a user that is disabled' },
      ],
    });
    expect(judge(wire('ak_off'))).toMatchObject({
      code: 'disabled',
      problems: [{ path: '/records/0/accessKeyId' }],
    });
    expect(judge(wire('ak_1', 'u_1'))).toMatchObject({ kind: 'admitted' });
    expect(judge(wire('ak_1', 'u_off'), NOON - 1)).toMatchObject({ kind: 'admitted' });
  });

  const read = async (receivedAtMs: number, sentAtMs: number) => {
    const body = { v: 1, receivedAt: receivedAtMs, records: [wire('ak_1', 'u_off'), wire('ak_1', 'u_1')] };
    const message = sqsEvent(body).Records[0];
    if (!message) throw new Error('There is a message.');
    const attributes = { ...message.attributes, SentTimestamp: String(sentAtMs) };
    return readMessage({ ...message, attributes }, { limits, disabled });
  };

  it('is quarantined from the queue, and the rest of the message counts', async () => {
    expect(await read(NOON, NOON)).toMatchObject({
      admitted: [{ record: { userId: 'u_1' } }],
      refused: [{ reason: 'disabled', problems: [{ path: '/userId' }] }],
    });
  });

  it('counts if it was accepted before, however long it waits in the queue', async () => {
    expect(await read(NOON - 1, NOON)).toMatchObject({ admitted: [{}, {}], refused: [] });
  });
});

describe('the list of disabled ids', () => {
  function setUp() {
    const telemetry = recordingTelemetry();
    let nowMs = NOON;
    let reads = 0;
    let answer: () => DisabledIds = () => disabled;
    const read = cachedDisabledIds({
      store: {
        getDisabledIds: async () => {
          reads += 1;
          return answer();
        },
      },
      clock: () => nowMs,
      logger: telemetry.logger,
    });
    return {
      read,
      telemetry,
      reads: () => reads,
      advance: (ms: number) => (nowMs += ms),
      answerWith: (next: () => DisabledIds) => (answer = next),
    };
  }
  const broken = () => {
    throw new Error('DynamoDB is down');
  };

  it('is read at most every 30 seconds', async () => {
    const { read, advance, answerWith, reads } = setUp();
    expect(await read()).toBe(disabled);
    answerWith(() => NOBODY_DISABLED);
    advance(29_999);
    expect(await read()).toBe(disabled);
    advance(1);
    expect(await read()).toBe(NOBODY_DISABLED);
    expect(reads()).toBe(2);
  });

  it('stays the last one while it cannot be read, and is empty if it never could', async () => {
    const { read, advance, answerWith, telemetry } = setUp();
    answerWith(broken);
    expect(await read()).toBe(NOBODY_DISABLED);
    answerWith(() => disabled);
    advance(30_000);
    expect(await read()).toBe(disabled);
    answerWith(broken);
    advance(30_000);
    expect(await read()).toBe(disabled);
    expect(telemetry.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });
});
