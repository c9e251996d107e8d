import { describe, expect, it } from '@jest/globals';
import { own, RECORD, record, resultLines, setUp } from '../support/accepted-usage.ts';
import { NOON } from '../support/records.ts';

describe('when the queue does not confirm', () => {
  const many = Array.from({ length: 600 }, (_, index) => record(`req_${index}`));

  it('a message, its records are written within the request, and all count once', async () => {
    const { post, queue, store, telemetry, deliver } = setUp({ sends: (index) => index !== 1 });
    const { statusCode, body } = await post({ records: many });
    expect(statusCode).toBe(202);
    expect(body).toMatchObject({ accepted: 600, rejected: 0, failed: 0 });

    const queued = queue.sent('live').flatMap((text) => (JSON.parse(text) as { records: unknown[] }).records);
    expect(telemetry.counts.RecordsWrittenDirectly).toBe(600 - queued.length);
    expect(telemetry.counts.RecordsRecorded).toBe(600 - queued.length);
    expect(queued.length).toBeGreaterThan(0);
    expect(telemetry.lines.map(({ level }) => level)).toEqual(['warn']);

    await deliver();
    for (const { requestId } of many) expect(await store.getRecord(own(requestId))).toBeDefined();
  });

  it('anything, everything is written within the request', async () => {
    const { post, store, sources, telemetry, queue } = setUp({ sends: () => false });
    const { statusCode, body } = await post({ records: many });
    expect(statusCode).toBe(202);
    expect(body.accepted).toBe(600);
    expect(queue.sent('live')).toEqual([]);
    expect(telemetry.counts).toMatchObject({ RecordsAccepted: 600, RecordsWrittenDirectly: 600 });
    expect(await store.getRecord(own('req_599'))).toMatchObject({ receivedAtMs: NOON });
    expect(await store.listMarks('hour')).toHaveLength(1);
    expect(await sources.listSources()).toMatchObject([{ source: 'direct', lastHeardAtMs: NOON }]);
  });

  it('and the ledger does not take some, those failed and may be sent again', async () => {
    const { post, telemetry } = setUp({ sends: () => false, claims: (index) => index !== 1 });
    const { statusCode, body } = await post({ records: [record('a'), record('b'), {}, record('c')] });
    expect(statusCode).toBe(202);
    expect(body).toMatchObject({ accepted: 2, rejected: 1, failed: 1 });
    expect(resultLines(body)).toEqual([
      '0 accepted',
      '1 failed not_stored',
      '2 rejected invalid_record',
      '3 accepted',
    ]);
    expect(body.results[1]).toEqual({
      index: 1,
      requestId: 'b',
      status: 'failed',
      code: 'not_stored',
      retryable: true,
    });
    expect(telemetry.counts).toMatchObject({
      RecordsAccepted: 2,
      RecordsRejected: 1,
      RecordsFailed: 1,
      RecordsWrittenDirectly: 2,
    });
  });

  it('and the ledger takes nothing, nothing is accepted and the request may be sent again', async () => {
    const { post, telemetry } = setUp({ sends: () => false, claims: () => false });
    const { statusCode, headers, body } = await post({ records: [record('a'), {}] });
    expect(statusCode).toBe(503);
    expect(headers['retry-after']).toBe('5');
    expect(body).toMatchObject({ code: 'not_stored', retryable: true, accepted: 0, rejected: 1, failed: 1 });
    expect(resultLines(body)).toEqual(['0 failed not_stored', '1 rejected invalid_record']);
    expect(telemetry.counts).toEqual({ RecordsRejected: 1, RecordsFailed: 1 });
  });
});

describe('without asynchronous processing', () => {
  it('records are written within the request and never queued', async () => {
    const { post, queue, store, telemetry } = setUp({ asyncProcessing: false });
    const { statusCode, body } = await post({ records: [record('a'), record('a'), record('b')] });
    expect(statusCode).toBe(202);
    expect(resultLines(body)).toEqual(['0 accepted', '1 accepted', '2 accepted']);
    expect(queue.sent('live')).toEqual([]);
    expect(await store.getRecord(own('b'))).toBeDefined();
    expect(telemetry.counts).toMatchObject({
      RecordsAccepted: 3,
      RecordsRecorded: 2,
      DuplicateRecords: 1,
      TokensRecorded: 3000,
    });
    expect(telemetry.counts).not.toHaveProperty('RecordsWrittenDirectly');
  });

  it('a record means the same as through the queue', async () => {
    const records = [
      record('a', { occurredAt: '2026-11-21T11:00:00.001Z', metadata: { team: 'search' }, temperature: 0.5 }),
      record('b', {
        usage: { ...RECORD.usage, cache_creation: { ephemeral_5m_input_tokens: 7 }, service_tier: 'batch' },
      }),
      record('c', {
        status: 'partial',
        usage: { output_tokens: 1, iterations: [{ type: 'compaction', input_tokens: 9 }] },
      }),
    ];
    const queued = setUp();
    await queued.post({ records });
    await queued.deliver();
    const direct = setUp({ asyncProcessing: false });
    await direct.post({ records });
    for (const { requestId } of records) {
      expect(await direct.store.getRecord(own(requestId))).toEqual(
        await queued.store.getRecord(own(requestId)),
      );
    }
  });

  it('accepts what was erased, as a duplicate, and stores nothing of it again', async () => {
    const { post, store, telemetry } = setUp({ asyncProcessing: false });
    await post(record('req_1'));
    await store.eraseRecord(own('req_1'), 'u_own');
    expect(await post(record('req_1'))).toMatchObject({ statusCode: 202, body: { accepted: 1 } });
    expect(await store.getRecord(own('req_1'))).toBeUndefined();
    expect(telemetry.counts).toMatchObject({ RecordsRecorded: 1, DuplicateRecords: 1 });
  });

  it('answers that records failed when the ledger fails', async () => {
    const { post } = setUp({ asyncProcessing: false, claims: () => false });
    expect((await post(record('a'))).statusCode).toBe(503);
  });
});
