import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_REPORT_BODY_BYTES, MAX_REPORTS, reportResponse, reportsResponse } from '@token-ledger/contract';
import * as z from 'zod/mini';
import { ManagedReports, REQUEST } from '../support/managed-reports.ts';
import { DAILY, newReport, VIEWER } from '../support/reports.ts';

const CREATED = {
  id: 'r1',
  title: 'Usage of yesterday',
  what: ['statistics'],
  format: 'csv',
  period: 'day',
  dimension: 'user',
  statisticsFields: ['from', 'id', 'costUsd'],
  filter: {},
  gzip: false,
  byteOrderMark: false,
  range: 'yesterday',
  schedule: DAILY,
  delivery: { topic: true, webhook: { url: 'https://hooks.example.com/reports?key=hidden' } },
  savedBy: { kind: 'access_key', id: 'ak_caller' },
  createdAt: '2026-11-21T12:00:00.000Z',
  updatedAt: '2026-11-21T12:00:00.000Z',
};

describe('reports over HTTP', () => {
  let api: ManagedReports;
  beforeEach(() => {
    api = new ManagedReports();
  });

  it('are saved with a schedule, and show the secret of their webhook this once', async () => {
    const answer = await api.create();
    expect(answer).toMatchObject({ statusCode: 201, headers: { location: '/v1/reports/r1' } });
    const webhook = { url: 'https://hooks.example.com/reports?key=hidden', secret: 'whsec_1' };
    expect(answer.body).toEqual({ ...CREATED, delivery: { topic: true, webhook } });
    expect(z.safeParse(z.strictObject(reportResponse.shape), answer.body).success).toBe(true);
    expect(api.harness.scheduler.schedules).toEqual({ r1: DAILY });
    expect(await api.call('GET', '/v1/reports/r1')).toMatchObject({ statusCode: 200, body: CREATED });
    expect((await api.harness.reports.getReport('r1'))?.savedBy).toEqual({
      kind: 'access_key',
      accessKeyId: 'ak_caller',
      scopes: ['admin'],
    });
  });

  it('have a default for all but title and range: no schedule and no notifications', async () => {
    const { body } = await api.call('POST', '/v1/reports', { body: { title: 't', range: 'last_month' } });
    expect(body).toMatchObject({ what: ['records'], format: 'csv', delivery: { topic: false } });
    expect(body).not.toHaveProperty('schedule');
    expect(body).not.toHaveProperty('statisticsFields');
    expect(body.recordFields).toContain('requestId');
    expect(api.harness.scheduler.schedules).toEqual({});
  });

  it('are listed without columns and filters, with the time zone', async () => {
    await api.create();
    await api.create({ title: 'Another one' });
    const { body } = await api.call('GET', '/v1/reports', { scopes: ['read'] });
    expect(z.safeParse(reportsResponse, body).success).toBe(true);
    expect(body.timeZone).toBe('UTC');
    expect(body.reports.map(({ title }: { title: string }) => title)).toEqual([
      'Usage of yesterday',
      'Another one',
    ]);
    expect(Object.keys(body.reports[0])).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Fields|filter/)]),
    );
  });

  it.each([{ scopes: ['read'] as const }, { person: VIEWER }])(
    'show only the origin of a webhook to %j',
    async (caller) => {
      await api.create();
      for (const path of ['/v1/reports', '/v1/reports/r1'] as const) {
        const { body } = await api.call('GET', path, caller);
        const { delivery } = path === '/v1/reports' ? body.reports[0] : body;
        expect(delivery.webhook).toEqual({ url: 'https://hooks.example.com' });
      }
    },
  );

  it('can be saved again as they are returned', async () => {
    const { body } = await api.create();
    const { id, createdAt, updatedAt, savedBy, delivery, ...rest } = body;
    const { secret: _, ...webhook } = delivery.webhook;
    const again = await api.call('PUT', `/v1/reports/r1`, {
      body: { ...rest, delivery: { topic: true, webhook } },
    });
    expect(again).toMatchObject({ statusCode: 200, body: CREATED });
    expect([id, createdAt, updatedAt, savedBy]).toEqual([
      CREATED.id,
      CREATED.createdAt,
      CREATED.updatedAt,
      CREATED.savedBy,
    ]);
  });

  it('are replaced as a whole with their schedules, and then belong to the caller who saved them last', async () => {
    await api.create();
    api.harness.nowMs += 1000;
    const weekly = { frequency: 'weekly', weekday: 'monday', time: '23:59' } as const;
    const changed = await api.call('PUT', '/v1/reports/r1', {
      body: { title: 'Week', range: 'last_week', schedule: weekly, delivery: { topic: true } },
      person: { kind: 'person', subject: 'sub_9', role: 'admin' },
    });
    expect(changed.body).toMatchObject({
      title: 'Week',
      what: ['records'],
      schedule: weekly,
      delivery: { topic: true },
      savedBy: { kind: 'person', id: 'sub_9' },
      createdAt: '2026-11-21T12:00:00.000Z',
      updatedAt: '2026-11-21T12:00:01.000Z',
    });
    expect(changed.body.delivery).not.toHaveProperty('webhook');
    expect(api.harness.scheduler.schedules).toEqual({ r1: weekly });
    await api.call('PUT', '/v1/reports/r1', { body: { title: 'Week', range: 'last_week' } });
    expect(api.harness.scheduler.schedules).toEqual({});
  });

  it('keep the secret of their webhook until another one is requested', async () => {
    await api.create();
    const put = (webhook: object) =>
      api.call('PUT', '/v1/reports/r1', { body: { ...REQUEST, delivery: { webhook } } });
    const url = 'https://other.example.com/';
    expect((await put({ url })).body.delivery.webhook).toEqual({ url });
    expect((await put({ url, rotateSecret: true })).body.delivery.webhook).toEqual({
      url,
      secret: 'whsec_2',
    });
    expect((await api.harness.reports.getReport('r1'))?.delivery.webhook?.secret).toBe('whsec_2');
  });

  it('are deleted with their schedules', async () => {
    await api.create();
    expect((await api.call('DELETE', '/v1/reports/r1')).statusCode).toBe(204);
    expect(api.harness.scheduler.schedules).toEqual({});
    for (const method of ['GET', 'DELETE'] as const)
      expect(await api.call(method, '/v1/reports/r1')).toMatchObject({
        statusCode: 404,
        body: { code: 'report_not_found' },
      });
    expect(await api.call('PUT', '/v1/reports/r1', { body: REQUEST })).toMatchObject({ statusCode: 404 });
    expect(await api.call('GET', `/v1/reports/${'x'.repeat(2000)}`)).toMatchObject({ statusCode: 404 });
  });

  it('are deleted even if their schedules cannot be: these remove themselves', async () => {
    await api.create();
    api.harness.scheduler.remove = () => Promise.reject(new Error('Throttled.'));
    expect((await api.call('DELETE', '/v1/reports/r1')).statusCode).toBe(204);
    expect(api.telemetry.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('are not stored if they cannot be scheduled', async () => {
    api.harness.scheduler.ensure = () => Promise.reject(new Error('Throttled.'));
    expect(await api.create()).toMatchObject({ statusCode: 500, body: { code: 'internal_error' } });
    expect((await api.call('GET', '/v1/reports')).body.reports).toEqual([]);
  });

  it('are not changed by the slower one of two requests', async () => {
    await api.create();
    const faster = { ...newReport({ title: 'faster' }), revision: 2 };
    const { reports } = api.harness;
    const stored = await reports.getReport('r1');
    reports.getReport = async () => {
      await reports.replaceReport(faster);
      return stored;
    };
    expect(await api.call('PUT', '/v1/reports/r1', { body: REQUEST })).toMatchObject({
      statusCode: 409,
      body: { code: 'report_changed', retryable: true },
    });
  });

  it(`are limited to ${MAX_REPORTS}`, async () => {
    for (let count = 1; count < MAX_REPORTS; count += 1)
      await api.harness.reports.createReport(newReport({ id: `x${count}` }));
    expect((await api.create()).statusCode).toBe(201);
    expect(await api.create()).toMatchObject({ statusCode: 409, body: { code: 'too_many_reports' } });
  });

  it(`have at most ${MAX_REPORT_BODY_BYTES} bytes`, async () => {
    const padded = (bytes: number) => JSON.stringify(REQUEST).padEnd(bytes);
    const post = (bytes: number) => api.call('POST', '/v1/reports', { body: padded(bytes) });
    expect((await post(MAX_REPORT_BODY_BYTES)).statusCode).toBe(201);
    expect(await post(MAX_REPORT_BODY_BYTES + 1)).toMatchObject({
      statusCode: 413,
      body: { code: 'body_too_large' },
    });
  });

  it.each(['127.0.0.1', '[::1]', '169.254.169.254', '10.0.0.1'])('send nothing to %s', async (host) => {
    const answer = await api.create({ delivery: { webhook: { url: `https://${host}/` } } });
    expect(answer.body.errors).toEqual([
      {
        path: '/delivery/webhook/url',
        code: 'not_allowed',
        message: 'must not lead to an address that is not public',
      },
    ]);
  });

  it('leave audit entries of who saved, changed, ran and deleted them, not of who looked', async () => {
    await api.create();
    await api.call('PUT', '/v1/reports/r1', { body: REQUEST });
    await api.call('GET', '/v1/reports/r1');
    await api.call('GET', '/v1/reports');
    await api.call('POST', '/v1/reports/r1/runs');
    await api.call('GET', '/v1/reports/r1/runs');
    await api.call('DELETE', '/v1/reports/r1');
    const entries = (await api.audit.entries()).map(({ operation, outcome }) => `${operation}: ${outcome}`);
    expect(entries.toSorted()).toEqual([
      'DELETE /v1/reports/{id}: done',
      'POST /v1/reports/{id}/runs: done',
      'POST /v1/reports: done',
      'PUT /v1/reports/{id}: done',
    ]);
  });

  it('never log the URL or the secret of a webhook', async () => {
    await api.create();
    await api.call('PUT', '/v1/reports/r1', { body: REQUEST });
    expect(JSON.stringify(api.telemetry.lines)).not.toMatch(/whsec_|hooks\.example\.com/);
  });
});
