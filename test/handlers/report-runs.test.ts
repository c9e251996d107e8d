import { beforeEach, describe, expect, it } from '@jest/globals';
import { reportRunResponse, reportRunsResponse } from '@token-ledger/contract';
import { DAY_MS, deliverRun, syncSchedule } from '@token-ledger/core';
import * as z from 'zod/mini';
import { ManagedReports } from '../support/managed-reports.ts';
import { DAILY, DUE, VIEWER } from '../support/reports.ts';

const STARTED = {
  reportId: 'r1',
  title: 'Usage of yesterday',
  format: 'csv',
  range: { name: 'yesterday', from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
  status: 'queued',
  startedAt: '2026-11-21T12:00:00.000Z',
  startedBy: { kind: 'access_key', id: 'ak_caller' },
  deliveries: [{ channel: 'topic' }, { channel: 'webhook' }],
};

describe('the runs of a report over HTTP', () => {
  let api: ManagedReports;
  beforeEach(async () => {
    api = new ManagedReports();
    await api.create();
  });

  const run = (caller: object = {}) => api.call('POST', '/v1/reports/r1/runs', caller);
  const list = async (query: Record<string, string> = {}) =>
    (await api.call('GET', '/v1/reports/r1/runs', { query, scopes: ['read'] })).body;

  it('begin at once, with an export of the current range', async () => {
    const answer = await run();
    const { id } = answer.body;
    expect(answer).toMatchObject({ statusCode: 202, headers: { location: `/v1/reports/r1/runs/${id}` } });
    expect(answer.body).toEqual({ ...STARTED, id, exportId: id });
    expect(z.safeParse(z.strictObject(reportRunResponse.shape), answer.body).success).toBe(true);
    expect(api.harness.sent).toEqual([id]);
    const job = await api.harness.exports.getExport(id);
    expect(job).toMatchObject({
      createdBy: { kind: 'access_key', id: 'ak_caller' },
      reportId: 'r1',
      status: 'queued',
    });
    expect(job?.definition).toMatchObject({
      subjects: ['statistics'],
      dimension: 'user',
      fromMs: Date.parse(STARTED.range.from),
      toMs: Date.parse(STARTED.range.to),
    });
    expect(await api.call('GET', `/v1/reports/r1/runs/${id}`)).toMatchObject({ body: answer.body });
  });

  it('belong to the person who requested them', async () => {
    const { body } = await run({ person: VIEWER });
    expect(body.startedBy).toEqual({ kind: 'person', id: 'sub_1' });
    expect((await api.harness.exports.getExport(body.id))?.createdBy).toEqual({
      kind: 'person',
      id: 'sub_1',
    });
  });

  it('end at a full second, also the current range', async () => {
    await api.call('PUT', '/v1/reports/r1', { body: { title: 't', range: 'today' } });
    api.harness.nowMs += 1999;
    expect((await run()).body.range).toEqual({
      name: 'today',
      from: '2026-11-21T00:00:00.000Z',
      to: '2026-11-21T12:00:01.000Z',
    });
  });

  it('run one at a time, until the export is over or deleted', async () => {
    const first = (await run()).body.id;
    expect(await run()).toMatchObject({
      statusCode: 409,
      body: { code: 'report_running', retryable: true, runId: first },
    });
    await api.harness.end(first);
    const second = (await run()).body.id;
    expect(second).not.toBe(first);
    expect((await run()).statusCode).toBe(409);
    await api.harness.exports.deleteExport(second);
    expect((await run()).statusCode).toBe(202);
    expect((await list()).runs.map(({ status }: { status: string }) => status)).toEqual([
      'queued',
      'deleted',
      'finished',
    ]);
  });

  it('do not block those of other reports', async () => {
    await api.create({ title: 'Another one' });
    await run();
    expect((await api.call('POST', '/v1/reports/r2/runs')).statusCode).toBe(202);
  });

  it('get another message on request if theirs may have been lost', async () => {
    const { id } = (await run()).body;
    api.harness.nowMs += 60_000;
    expect((await run()).statusCode).toBe(409);
    expect(api.harness.sent).toEqual([id]);
    api.harness.nowMs += 1;
    expect((await run()).statusCode).toBe(409);
    expect(api.harness.sent).toEqual([id, id]);
  });

  it('leave nothing behind if the queue rejects them', async () => {
    const { queue } = api.harness.start;
    const send = queue.send.bind(queue);
    queue.send = () => Promise.reject(new Error('The queue is down.'));
    expect(await run()).toMatchObject({ statusCode: 500, body: { code: 'internal_error' } });
    expect(await list()).toEqual({ runs: [] });
    expect(await api.harness.exports.listExports({ limit: 9 })).toEqual([]);
    queue.send = send;
    expect((await run()).statusCode).toBe(202);
  });

  it('show how they ended and how each channel was notified, longer than their exports exist', async () => {
    await syncSchedule(api.harness.schedule, { reportId: 'r1', schedule: DAILY, scheduledAtMs: DUE });
    const id = `${DUE}-r1`;
    api.harness.nowMs += 5000;
    await api.harness.end(id);
    const ended = { status: 'finished', endedAt: '2026-11-21T12:00:05.000Z' };
    // Before that is stored with the run.
    expect((await list()).runs[0]).toMatchObject(ended);
    const channels = [
      { name: 'topic' as const, deliver: async () => true },
      { name: 'webhook' as const, deliver: () => Promise.reject(new Error('internal 10.0.0.1')) },
    ];
    await deliverRun(api.harness.deliver(channels), { reportId: 'r1', runId: id });
    api.harness.nowMs += 8 * DAY_MS;
    await api.harness.exports.deleteExport(id);
    const { body } = await api.call('GET', `/v1/reports/r1/runs/${id}`);
    expect(z.safeParse(z.strictObject(reportRunResponse.shape), body).success).toBe(true);
    expect(body).toMatchObject({
      ...ended,
      startedBy: { kind: 'schedule', scheduledAt: '2026-11-21T06:30:00.000Z' },
      files: [
        {
          what: 'statistics',
          name: 'statistics-20261120-20261121.csv',
          rows: 3,
          bytes: 99,
          exact: true,
          requests: 0,
          totalTokens: 0,
          costUsd: '0',
          unpricedRequests: 0,
        },
      ],
      deliveries: [
        { channel: 'topic', deliveredAt: '2026-11-21T12:00:05.000Z' },
        {
          channel: 'webhook',
          failedAt: '2026-11-21T12:00:05.000Z',
          problem: 'The delivery failed inside the product; an alarm informs the operator.',
        },
      ],
    });
  });

  it('show why they failed', async () => {
    const { id } = (await run()).body;
    await api.harness.end(id, 'failed');
    expect((await list()).runs[0]).toMatchObject({
      status: 'failed',
      failure: { code: 'too_large', message: expect.stringContaining('40 GB') },
    });
  });

  it('are listed newest first, page by page', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      api.harness.nowMs += 1000;
      const { id } = (await run()).body;
      await api.harness.end(id);
      ids.unshift(id);
    }
    const first = await list({ limit: '2' });
    expect(z.safeParse(reportRunsResponse, first).success).toBe(true);
    expect(first.runs.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
    const second = await list({ limit: '2', before: first.nextBefore });
    expect(second.runs.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
    expect(second).not.toHaveProperty('nextBefore');
    expect((await list({ limit: '100' })).runs).toHaveLength(3);
    expect((await list({ limit: '101', page: '2' })).errors).toHaveLength(2);
    expect((await list({ limit: '0' })).errors).toHaveLength(1);
  });

  it('do not exist for an unknown report', async () => {
    for (const [method, path] of [
      ['POST', '/v1/reports/r9/runs'],
      ['GET', '/v1/reports/r9/runs'],
      ['GET', '/v1/reports/r9/runs/x'],
    ] as const)
      expect(await api.call(method, path)).toMatchObject({
        statusCode: 404,
        body: { code: 'report_not_found' },
      });
    for (const id of ['x', 'x'.repeat(2000)])
      expect(await api.call('GET', `/v1/reports/r1/runs/${id}`)).toMatchObject({
        statusCode: 404,
        body: { code: 'run_not_found' },
      });
  });
});
