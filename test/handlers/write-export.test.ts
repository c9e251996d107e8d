import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_SPREADSHEET_ROWS, newExport, type RunKey, type RunQueue } from '@token-ledger/core';
import type { SQSEvent } from 'aws-lambda';
import { createHandler } from '../../functions/write-export/handler.ts';
import { checkRows } from '../../packages/core/src/exports/spreadsheet.ts';
import { DEFINITION, ExportHarness, someRecords } from '../support/exports.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

const RESERVE_MS = 30_000;

describe('write-export', () => {
  let harness: ExportHarness;
  let telemetry: RecordingTelemetry;
  let sent: RunKey[];
  let events: ReturnType<typeof recordedEvents>;
  let runs: { sendRun: RunQueue['sendRun'] };

  beforeEach(async () => {
    harness = new ExportHarness();
    harness.ledger.nowMs = NOON;
    telemetry = recordingTelemetry();
    sent = [];
    events = recordedEvents();
    runs = { sendRun: async (key) => void sent.push(key) };
    await harness.ledger.record(...someRecords(20));
  });

  function run(id: string, { receives = 1, remainingMs = 900_000 } = {}) {
    const { queue } = harness.manage;
    const handler = createHandler({
      ledger: harness.deps,
      queue,
      runs,
      events: events.events,
      telemetry,
      maxReceives: 5,
    });
    const message = { messageId: 'm', body: id, attributes: { ApproximateReceiveCount: String(receives) } };
    return handler({ Records: [message] } as unknown as SQSEvent, {
      getRemainingTimeInMillis: () => remainingMs,
    });
  }

  it('writes the export in its message, and resumes by another message when its time is up', async () => {
    const { id } = await harness.create();
    expect(await run(id, { remainingMs: RESERVE_MS })).toEqual({ batchItemFailures: [] });
    expect([harness.sent, (await harness.job(id)).status]).toEqual([[id, id], 'running']);
    expect(await run(id)).toEqual({ batchItemFailures: [] });
    expect([harness.sent.length, (await harness.job(id)).status]).toEqual([2, 'finished']);
    expect([telemetry.counts.MessagesRetried, telemetry.flushes]).toEqual([undefined, 2]);
  });

  it('returns a message while another writer works on its export', async () => {
    const { id } = await harness.create();
    const job = await harness.job(id);
    await harness.exports.replaceExport({ ...job, version: 2, leasedUntilMs: NOON + 1 }, 1);
    expect(await run(id)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  });

  it('drops the message of a deleted export', async () => {
    expect(await run('unknown')).toEqual({ batchItemFailures: [] });
  });

  it('retries a failure, and gives up at last, visibly for the caller and as a dead letter', async () => {
    Object.assign(harness.deps, { readPrices: () => Promise.reject(new Error('Throttled.')) });
    const { id } = await harness.create();
    const failed = { batchItemFailures: [{ itemIdentifier: 'm' }] };
    for (let receives = 1; receives <= 5; receives += 1) {
      expect((await harness.job(id)).failure).toBeUndefined();
      harness.ledger.nowMs += 960_000;
      expect(await run(id, { receives })).toEqual(failed);
    }
    expect(await harness.job(id)).toMatchObject({ status: 'failed', failure: 'internal_error' });
    expect(telemetry.counts.MessagesRetried).toBe(5);
    expect(await run(id)).toEqual({ batchItemFailures: [] });
  });

  describe('of a run of a report', () => {
    const key = { reportId: 'r1', runId: 'run' };

    beforeEach(async () => {
      const createdBy = { kind: 'access_key', id: 'ak_1' } as const;
      const asked = { id: 'run', definition: DEFINITION, createdBy, reportId: 'r1' };
      await harness.exports.insertExport(newExport(harness.manage, asked));
    });

    it('announces its end once it is over, and of no other export', async () => {
      await run((await harness.create()).id);
      await run('run', { remainingMs: RESERVE_MS });
      expect(sent).toEqual([]);
      await run('run');
      expect(sent).toEqual([key]);
    });

    it('returns the message until the end is announced, also when another writer finished the export', async () => {
      const { sendRun } = runs;
      runs.sendRun = () => Promise.reject(new Error('The queue is down.'));
      expect(await run('run')).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
      expect((await harness.job('run')).status).toBe('finished');
      runs.sendRun = sendRun;
      expect(await run('run', { receives: 2 })).toEqual({ batchItemFailures: [] });
      expect(sent).toEqual([key]);
    });

    it('announces that the export failed', async () => {
      Object.assign(harness.deps, { readPrices: () => Promise.reject(new Error('Throttled.')) });
      await run('run', { receives: 4 });
      harness.ledger.nowMs += 960_000;
      expect(sent).toEqual([]);
      await run('run', { receives: 5 });
      expect(sent).toEqual([key]);
    });

    it('announces nothing about a deleted export', async () => {
      const job = await harness.job('run');
      await harness.exports.replaceExport({ ...job, version: 2, status: 'deleted' }, 1);
      expect(await run('run')).toEqual({ batchItemFailures: [] });
      expect(sent).toEqual([]);
    });
  });

  it('fails a range that ends within a frozen hour', async () => {
    const { id } = await harness.create({ subjects: ['statistics'], fromMs: NOON - 90 * 60_000 });
    harness.ledger.nowMs = NOON + 89 * 86_400_000;
    await run(id);
    expect(await harness.job(id)).toMatchObject({ status: 'failed', failure: 'range_frozen' });
  });

  it('compresses in pieces that are one file, however often it is interrupted', async () => {
    Object.assign(harness.deps, { compress: promisify<Uint8Array, Uint8Array>(gzip) });
    const [plain, zipped] = [await harness.create(), await harness.create({ gzip: true })];
    for (let turn = 0; turn < 50; turn += 1) await run(zipped.id, { remainingMs: RESERVE_MS });
    await run(plain.id);
    expect((await harness.job(zipped.id)).attempt).toBeGreaterThan(2);
    const key = (await harness.job(zipped.id)).files[0]?.key ?? '';
    for await (const content of harness.files.readFile(key))
      expect(gunzipSync(content).toString()).toBe(await harness.content(plain.id));
  });

  it('knows the maximum number of rows of a spreadsheet', () => {
    expect(() => checkRows(MAX_SPREADSHEET_ROWS)).not.toThrow();
    expect(() => checkRows(MAX_SPREADSHEET_ROWS + 1)).toThrow('at most 1048575 rows');
  });

  it('announces an export that is over, before its message is acknowledged, and again under the same id', async () => {
    const { id } = await harness.create();
    await run(id, { remainingMs: RESERVE_MS });
    expect(events.queued).toEqual([]);
    events.state.isDown = true;
    expect(await run(id)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
    events.state.isDown = false;
    for (let delivery = 0; delivery < 2; delivery += 1)
      expect(await run(id)).toEqual({ batchItemFailures: [] });
    const { updatedAtMs, expiresAtMs, files } = await harness.job(id);
    expect(events.queued).toHaveLength(2);
    expect(events.queued[1]).toEqual(events.queued[0]);
    expect(events.queued[0]).toEqual({
      type: 'exportReady',
      atMs: updatedAtMs,
      detail: {
        version: 1,
        eventId: `export_${id}`,
        status: 'finished',
        endedAt: new Date(updatedAtMs).toISOString(),
        exportId: id,
        expiresAt: new Date(expiresAtMs).toISOString(),
        files: files.map(({ rows, bytes }) => ({ rows, bytes })),
      },
    });
  });

  it('announces the run of a report that its export belongs to, also that it failed', async () => {
    const { id } = await harness.create();
    const job = await harness.job(id);
    const failed = { ...job, version: 2, status: 'failed', failure: 'too_large', reportId: 'r1' } as const;
    await harness.exports.replaceExport(failed, 1);
    await run(id);
    expect(events.of('exportReady')).toMatchObject([{ status: 'failed', failure: 'too_large', files: [] }]);
    expect(events.of('reportReady')).toMatchObject([
      { eventId: `report_r1_${id}`, status: 'failed', reportId: 'r1', runId: id, exportId: id },
    ]);
  });
});
