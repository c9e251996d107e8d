import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLedger, type LedgerError, type LedgerOptions } from '@token-ledger/client';
import { answering, FakeTransport, failing } from './support/fake-transport.ts';

const record = (requestId: string) => ({ requestId, model: 'claude-sonnet-5-5', usage: { input_tokens: 1 } });

describe('a ledger', () => {
  let transport: FakeTransport;
  let errors: LedgerError[];

  const create = (options: LedgerOptions = {}) =>
    createLedger({ transport, onError: (error) => errors.push(error), ...options });

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-11-29T10:00:00Z') });
    transport = new FakeTransport();
    errors = [];
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends what was collected after the delay, in one batch', async () => {
    const ledger = create({ maxDelayMs: 1000 });
    for (const id of ['r1', 'r2']) ledger.collect(record(id));
    await jest.advanceTimersByTimeAsync(999);
    expect(transport.sent()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(transport.sent()).toEqual([['r1', 'r2']]);
    expect(ledger.stats()).toEqual({ collected: 2, accepted: 2, rejected: 0, dropped: 0, pending: 0 });
  });

  it('sends at once when a batch has its count, and no more than that', async () => {
    const ledger = create({ maxBatchRecords: 2 });
    for (const id of ['r1', 'r2', 'r3']) ledger.collect(record(id));
    await jest.advanceTimersByTimeAsync(0);
    expect(transport.sent()).toEqual([['r1', 'r2']]);
    await jest.advanceTimersByTimeAsync(1000);
    expect(transport.sent()).toEqual([['r1', 'r2'], ['r3']]);
  });

  it.each([
    ['exactly at the limit', 0, 1],
    ['one byte beyond', -1, 2],
  ])('cuts batches by bytes: %s', async (_, more, batches) => {
    const probe = create();
    for (const id of ['r1', 'r2']) probe.collect(record(id));
    await probe.flush();
    const bytes = transport.batches.flat().reduce((sum, { json }) => sum + Buffer.byteLength(json), 0);
    transport.batches.length = 0;

    const ledger = create({ maxBatchBytes: bytes + more });
    for (const id of ['r1', 'r2']) ledger.collect(record(id));
    await ledger.flush();
    expect(transport.batches).toHaveLength(batches);
  });

  it('gives a record its id and time when it is collected, not when it is sent', async () => {
    const ledger = create();
    ledger.collect({ model: 'claude-sonnet-5-5', usage: { input_tokens: 1 } });
    transport.answers.push(failing);
    await jest.advanceTimersByTimeAsync(60_000);
    const [first, second] = transport.batches.map(([sent]) => JSON.parse(sent?.json ?? '{}'));
    expect(first).toMatchObject({
      requestId: /^tlc_/.exec(first.requestId)?.input,
      occurredAt: 1795946400000,
    });
    expect(second).toEqual(first);
  });

  it('says that it captured a record, unless the record says how it was captured', async () => {
    const ledger = create();
    ledger.collect(record('r1'));
    ledger.collect({ ...record('r2'), source: 'transcript' });
    await ledger.collectBatch([record('r3')]);
    await ledger.flush();
    const sources = transport.batches.flat().map(({ json }) => JSON.parse(json).source);
    expect(sources).toEqual(['client', 'client', 'transcript']);
  });

  it('sends again what failed, and only that, in order and before what came later', async () => {
    const ledger = create({ maxBatchRecords: 2 });
    transport.answers.push(
      answering([{ kind: 'accepted' }, { kind: 'failed', message: 'The ledger answered not_stored.' }]),
    );
    for (const id of ['r1', 'r2', 'r3']) ledger.collect(record(id));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(transport.sent()).toEqual([
      ['r1', 'r2'],
      ['r2', 'r3'],
    ]);
    expect(ledger.stats()).toMatchObject({ accepted: 3, pending: 0 });
  });

  it('survives an hour of failures: everything arrives once, and the pauses grow', async () => {
    const ledger = create({ maxRetryDelayMs: 30_000 });
    let attempts = 0;
    const untilMs = Date.now() + 3_600_000;
    const answer = (batch: Parameters<typeof failing>[0]) => {
      attempts += 1;
      if (Date.now() < untilMs) {
        transport.answers.push(answer);
        return failing(batch);
      }
      return { outcomes: batch.map(() => ({ kind: 'accepted' as const })) };
    };
    transport.answers.push(answer);
    for (let n = 0; n < 250; n += 1) ledger.collect(record(`r${n}`));
    await jest.advanceTimersByTimeAsync(3_700_000);
    expect(ledger.stats()).toEqual({ collected: 250, accepted: 250, rejected: 0, dropped: 0, pending: 0 });
    // On average every 15 seconds.
    expect(attempts).toBeGreaterThan(100);
    expect(attempts).toBeLessThan(600);
    expect(errors.every(({ code, status }) => code === 'unavailable' && status === 500)).toBe(true);
  });

  it('waits as long as the ledger asks for', async () => {
    const ledger = create();
    transport.answers.push((batch) => ({ ...failing(batch), retryAfterMs: 120_000 }));
    ledger.collect(record('r1'));
    await jest.advanceTimersByTimeAsync(1000 + 119_999);
    expect(transport.batches).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1000);
    expect(transport.batches).toHaveLength(2);
  });

  it('reports what the ledger refuses, and does not send it again', async () => {
    const ledger = create();
    transport.answers.push(
      answering([{ kind: 'rejected', code: 'too_old', message: '/occurredAt must be later' }]),
    );
    ledger.collect(record('r1'));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(transport.batches).toHaveLength(1);
    expect(errors.map(({ code, requestId, message }) => ({ code, requestId, message }))).toEqual([
      {
        code: 'rejected',
        requestId: 'r1',
        message: 'The ledger refused a record (too_old): /occurredAt must be later',
      },
    ]);
  });

  describe('when its memory is full', () => {
    const bytes = Buffer.byteLength(
      JSON.stringify({ ...record('r1'), occurredAt: 1795946400000, source: 'client' }),
    );

    it.each([
      ['drop-newest', ['r1', 'r2']],
      ['drop-oldest', ['r2', 'r3']],
    ] as const)('%s: keeps %j, and counts what it drops', async (whenFull, kept) => {
      const ledger = create({ maxBufferBytes: 2 * bytes, whenFull });
      for (const id of ['r1', 'r2', 'r3']) ledger.collect(record(id));
      expect(ledger.stats()).toMatchObject({ dropped: 1, pending: 2 });
      expect(errors.map(({ code, records }) => [code, records])).toEqual([['buffer_full', 1]]);
      await ledger.flush();
      expect(transport.sent()).toEqual([kept]);
    });

    it('drops what alone is larger than all of it, whatever the policy', () => {
      const ledger = create({ maxBufferBytes: bytes - 1, whenFull: 'drop-oldest' });
      ledger.collect(record('r1'));
      expect(ledger.stats()).toMatchObject({ dropped: 1, pending: 0 });
    });
  });

  it('never throws, whatever is collected and whatever the error handler does', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const ledger = create({
      onError: () => {
        throw new Error('a broken handler');
      },
    });
    expect(() => ledger.collect({ model: 'm', usage: circular })).not.toThrow();
    expect(() => ledger.collect({ model: 'm', usage: { input_tokens: 1n } } as never)).not.toThrow();
    expect(ledger.stats()).toMatchObject({ dropped: 2 });
  });

  it('says once that nothing is configured, and drops what it gets', () => {
    const ledger = createLedger({ endpoint: '', accessKey: '', onError: (error) => errors.push(error) });
    ledger.collect(record('r1'));
    expect(errors.map(({ code }) => code)).toEqual(['not_configured']);
    expect(ledger.stats()).toMatchObject({ dropped: 1, pending: 0 });
  });

  it('flushes what waits at once, and says whether all of it was answered', async () => {
    const ledger = create();
    ledger.collect(record('r1'));
    expect(await ledger.flush()).toBe(true);
    for (let n = 0; n < 100; n += 1) transport.answers.push(failing);
    ledger.collect(record('r2'));
    const flushed = ledger.flush(500);
    await jest.advanceTimersByTimeAsync(500);
    expect(await flushed).toBe(false);
    expect(ledger.stats().pending).toBe(1);
  });

  it('reports nothing after it is closed', async () => {
    const ledger = create();
    ledger.collect(record('r1'));
    expect(await ledger.close()).toBe(true);
    ledger.collect(record('r2'));
    expect(transport.sent()).toEqual([['r1']]);
    expect(ledger.stats()).toMatchObject({ dropped: 1 });
  });

  it('returns what became of each record of a batch, with the metadata of those that failed', async () => {
    transport.answers.push(
      answering([
        { kind: 'accepted' },
        { kind: 'rejected', code: 'too_old', message: 'too old' },
        { kind: 'failed', message: 'not stored' },
      ]),
    );
    const batch = [record('r1'), { ...record('r2'), metadata: { job: 'j1' } }, record('r3')];
    expect(await create().collectBatch(batch)).toEqual({
      totalItems: 3,
      successCount: 1,
      failureCount: 2,
      hasFailures: true,
      failedItems: [
        { index: 1, requestId: 'r2', error: 'too old', retryable: false, metadata: { job: 'j1' } },
        { index: 2, requestId: 'r3', error: 'not stored', retryable: true, metadata: {} },
      ],
    });
  });

  it('sends a batch larger than the transport takes in parts', async () => {
    const batch = Array.from({ length: 1001 }, (_, n) => record(`r${n}`));
    expect(await create().collectBatch(batch)).toMatchObject({ totalItems: 1001, successCount: 1001 });
    expect(transport.batches.map(({ length }) => length)).toEqual([1000, 1]);
  });

  it('takes an SDK message with its request id, and none of its content', async () => {
    const ledger = create();
    const message = {
      id: 'msg_1',
      model: 'claude-sonnet-5-5',
      content: [{ type: 'text', text: 'secret' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 1000, output_tokens: 500 },
      _request_id: 'req_1',
    };
    ledger.collectMessage(message, { userId: 'u_1' });
    await ledger.flush();
    expect(JSON.parse(transport.batches[0]?.[0]?.json ?? '')).toEqual({
      userId: 'u_1',
      requestId: 'req_1',
      messageId: 'msg_1',
      model: 'claude-sonnet-5-5',
      stopReason: 'end_turn',
      endpoint: '/v1/messages',
      usage: { input_tokens: 1000, output_tokens: 500 },
      occurredAt: 1795946400000,
      source: 'client',
    });
  });
});
