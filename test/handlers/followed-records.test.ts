import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { createHandler as createRollUp } from '../../functions/roll-up-usage/handler.ts';
import { traceRecords } from '../../functions/shared/log-records.ts';
import { record, setUp } from '../support/accepted-usage.ts';
import { ledgerOver } from '../support/ledger-over.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

/** What the saved query about one record finds, in the log of one function. */
const about = (telemetry: RecordingTelemetry, ...ids: readonly string[]) =>
  [...telemetry.debugLines, ...telemetry.lines].filter(({ fields }) =>
    ids.some((id) => JSON.stringify(fields).includes(`"${id}"`)),
  );

describe('a record is followed by its id', () => {
  it('from the request to the statistics of its hour, while debugging', async () => {
    const { post, deliver, store, telemetry, consumer } = setUp();
    await post({ records: [record('req_1', { messageId: 'msg_1' }), record('req_2')] });
    await deliver();
    const rollUp = recordingTelemetry();
    const run = createRollUp({
      ledger: { ...ledgerOver(store, () => NOON + 2 * HOUR_MS), prices: new InMemoryPriceStore() },
      shippedPrices: SHIPPED_PRICE_BOOK,
      sources: async () => [],
      announceSilence: async () => {},
      telemetry: rollUp,
      maxBuckets: 10,
    });
    await run({}, { getRemainingTimeInMillis: () => 300_000 });

    const ids = { requestId: 'req_1', otherName: 'msg_1', accessKeyId: 'ak_own' };
    const [accepted] = about(telemetry, 'req_1');
    expect(accepted).toMatchObject({
      level: 'debug',
      fields: { records: [{ ...ids, outcome: 'accepted' }, { requestId: 'req_2' }] },
    });
    const [recorded] = about(consumer, 'msg_1');
    expect(recorded).toMatchObject({
      level: 'debug',
      fields: { records: [{ ...ids, outcome: 'recorded', hour: '2026112112', messageId: 'm0' }, {}] },
    });
    expect(about(rollUp, '2026112112')).toMatchObject([{ level: 'debug', fields: { rolledUp: 1 } }]);
  });

  it('to what it contradicts, without debugging', async () => {
    const { post, deliver, telemetry, consumer } = setUp();
    await post(record('req_1', { usage: { input_tokens: 1 } }));
    await post(record('req_1', { usage: { input_tokens: 2 } }));
    await deliver();
    expect(telemetry.lines).toEqual([]);
    expect(about(consumer, 'req_1').filter(({ level }) => level === 'info')).toMatchObject([
      {
        message: 'Reports contradict what is recorded.',
        fields: { channel: 'quality', reason: 'figures', records: 1, accessKeyId: 'ak_own' },
      },
    ]);
  });

  it('to why it was refused, without debugging', async () => {
    const { post, telemetry } = setUp();
    await post({
      records: [record('req_1', { usage: { input_tokens: -1 } }), record('req_2', { prompt: 'Hi' })],
    });
    const [first, second] = telemetry.lines;
    expect(first?.fields).toMatchObject({ reason: 'out_of_range', records: 1, requestIds: ['req_1'] });
    expect(second?.fields).toMatchObject({ reason: 'content_refused', requestIds: ['req_2'] });
    // The caller, from the authorizer.
    expect(first?.fields).toMatchObject({ accessKeyId: 'ak_own', channel: 'quality' });
  });

  it('in lines of at most 100 records', async () => {
    const { post, telemetry } = setUp();
    await post({ records: Array.from({ length: 201 }, (_, index) => record(`req_${index}`)) });
    const lines = about(telemetry, ...Array.from({ length: 201 }, (_, index) => `req_${index}`));
    expect(lines.map(({ fields }) => (fields['records'] as unknown[]).length)).toEqual([100, 100, 1]);
  });

  it('at no cost if nobody debugs', () => {
    const { logger, debugLines } = recordingTelemetry();
    traceRecords({ ...logger, isDebugging: false }, 'Records.', () => {
      throw new Error('They are collected in vain.');
    });
    expect(debugLines).toEqual([]);
  });
});
