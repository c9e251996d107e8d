import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ExportRequest } from '@token-ledger/contract';
import { type AccessKeyPrincipal, DAY_MS, DEFAULT_RECORD_FIELDS } from '@token-ledger/core';
import { createHandler } from '../../functions/manage-exports/handler.ts';
import { answered, pathsOf } from '../support/answered.ts';
import { ExportHarness, someRecords } from '../support/exports.ts';
import type { HttpEventOptions } from '../support/http-event.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

const RANGE = { from: '2026-11-21T10:00:00Z', to: '2026-11-21T12:00:00Z' };

describe('exports over HTTP', () => {
  let harness: ExportHarness;
  let send: (id: string) => Promise<void>;

  beforeEach(async () => {
    harness = new ExportHarness();
    harness.ledger.nowMs = NOON;
    await harness.ledger.record(...someRecords(20));
    send = async () => {};
  });

  function call(request: HttpEventOptions) {
    const handler = createHandler({
      ledger: { ...harness.manage, queue: { send: (id) => send(id) } },
      linkTo: async (key, seconds) => `https://files/${key}?seconds=${seconds}`,
      shownIdsOf: harness.shown.shownIdsOf,
      audit: recordedAudit(),
      telemetry: recordingTelemetry(),
    });
    return answered(handler, request);
  }

  const post = (body: ExportRequest | Record<string, unknown>) =>
    call({ method: 'POST', path: '/v1/exports', json: body });
  const one = (method: 'GET' | 'DELETE', id: string, principal: Partial<AccessKeyPrincipal> = {}) =>
    call({ method, path: '/v1/exports/{id}', principal, pathParameters: { id } });
  const list = (query: Record<string, string> = {}) => call({ method: 'GET', path: '/v1/exports', query });

  it('accepts a request, shows its progress, and has links and a manifest in the end', async () => {
    const asked = await post(RANGE);
    const { id } = asked.body;
    expect(asked).toMatchObject({
      statusCode: 202,
      headers: { location: `/v1/exports/${id}` },
      body: {
        status: 'queued',
        progress: 0,
        createdBy: 'ak_caller',
        createdAt: '2026-11-21T12:00:00.000Z',
        expiresAt: '2026-11-28T12:00:00.000Z',
        files: [
          { what: 'records', name: 'records-20261121-20261121.csv', bytes: 0, rows: null, totals: null },
        ],
      },
    });
    await harness.write(id, 0);
    const running = (await one('GET', id)).body;
    expect([running.status, running.files[0].link]).toEqual(['running', undefined]);
    expect(running.progress).toBeGreaterThan(0);
    expect(running.files[0]).toMatchObject({ rows: expect.any(Number), totals: { errors: 0 } });
    await harness.write(id);
    expect((await one('GET', id)).body).toMatchObject({
      status: 'finished',
      progress: 1,
      files: [
        {
          rows: 20,
          exact: true,
          asOf: '2026-11-21T12:00:00.000Z',
          totals: { requests: 20, errors: 0, tokens: { total: 33_000 }, cost: { unpricedRequests: 5 } },
          link: {
            url: expect.stringMatching(/^https:\/\/files\/export-1\/\d+\/records-file\?seconds=900$/),
            expiresAt: '2026-11-21T12:15:00.000Z',
          },
        },
      ],
    });
  });

  it('has a default for everything but the beginning', async () => {
    const { id } = (await post({ from: RANGE.from })).body;
    expect((await harness.job(id)).definition).toEqual({
      subjects: ['records'],
      format: 'csv',
      fromMs: Date.parse(RANGE.from),
      toMs: NOON,
      period: 'day',
      dimension: 'all',
      recordFields: DEFAULT_RECORD_FIELDS,
      statisticsFields: expect.arrayContaining(['from', 'costUsd']),
      filter: {},
      gzip: false,
      byteOrderMark: false,
    });
  });

  it('accepts every option', async () => {
    const { id } = (
      await post({
        ...RANGE,
        what: ['statistics', 'records'],
        period: 'hour',
        dimension: 'user',
        recordFields: ['model', 'requestId'],
        filter: { userId: 'u_1', models: ['m'], features: ['f'] },
        gzip: true,
        byteOrderMark: true,
      })
    ).body;
    const { files } = (await one('GET', id)).body;
    expect(
      files.map(({ what, period, dimension }: Record<string, unknown>) => [what, period, dimension]),
    ).toEqual([
      ['statistics', 'hour', 'user'],
      ['records', undefined, undefined],
    ]);
    expect((await harness.job(id)).definition).toMatchObject({
      subjects: ['statistics', 'records'],
      recordFields: ['model', 'requestId'],
      filter: { userId: 'u_1', models: ['m'], features: ['f'] },
    });
    const focus = await post({
      ...RANGE,
      format: 'focus',
      billingAccountId: 'org',
      billingAccountName: 'Us',
    });
    expect((await harness.job(focus.body.id)).definition).toMatchObject({
      subjects: ['statistics'],
      dimension: 'access_key',
      billingAccount: { id: 'org', name: 'Us' },
    });
  });

  const days = (count: number) => ({
    from: new Date(NOON - count * DAY_MS).toISOString(),
    to: new Date(NOON).toISOString(),
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['nothing', {}, ['/from']],
    ['a range upside down', { from: RANGE.to, to: RANGE.from }, ['/to']],
    ['a beginning in the future', { from: '2026-12-01T00:00:00Z' }, ['/from']],
    ['more than 366 days of records', days(367), ['/to']],
    ['more than 366 days of hours', { ...days(367), what: ['statistics'], period: 'hour' }, ['/to']],
    ['more than 3660 days', { ...days(3661), what: ['statistics'] }, ['/to']],
    ['a column twice', { ...RANGE, recordFields: ['model', 'model'] }, ['/recordFields']],
    ['no column', { ...RANGE, recordFields: [] }, ['/recordFields']],
    [
      '101 models',
      { ...RANGE, filter: { models: Array.from({ length: 101 }, (_, i) => `m${i}`) } },
      ['/filter/models'],
    ],
    [
      'what is not known, everywhere',
      {
        from: 1,
        what: ['all'],
        format: 'pdf',
        recordFields: ['prompt'],
        filter: { minTokens: -1, x: 1 },
        gzip: 1,
        y: 1,
      },
      ['/what/0', '/format', '/from', '/recordFields/0', '/filter/minTokens', '/filter/x', '/gzip', '/y'],
    ],
    [
      'what does not go together',
      {
        ...RANGE,
        format: 'xlsx',
        gzip: true,
        byteOrderMark: true,
        period: 'day',
        statisticsFields: ['id'],
        billingAccountId: 'x',
      },
      ['/period', '/statisticsFields', '/billingAccountId', '/byteOrderMark', '/gzip'],
    ],
    [
      'filters that statistics do not know',
      {
        ...RANGE,
        what: ['statistics'],
        filter: { accessKeyId: 'a', userId: 'u', statuses: ['ok'] },
      },
      ['/filter/accessKeyId', '/filter/userId', '/filter/statuses'],
    ],
    [
      'bounds that mean different things in two files',
      {
        ...RANGE,
        what: ['records', 'statistics'],
        filter: { minTokens: 1, maxTokens: 2, minRequests: 1, maxRequests: 2 },
      },
      ['/filter/minTokens', '/filter/maxTokens', '/filter/minRequests', '/filter/maxRequests'],
    ],
    ['requests of a record', { ...RANGE, filter: { maxRequests: 2 } }, ['/filter/maxRequests']],
    [
      'bounds upside down',
      {
        ...RANGE,
        what: ['statistics'],
        filter: { minTokens: 2, maxTokens: 1, minRequests: 2, maxRequests: 1 },
      },
      ['/filter/maxTokens', '/filter/maxRequests'],
    ],
    [
      'FOCUS that is not',
      {
        from: '2026-11-01T00:00:00.500Z',
        format: 'focus',
        what: ['records'],
        dimension: 'user',
        period: 'hour',
      },
      ['/what', '/billingAccountId', '/from', '/dimension', '/period'],
    ],
  ])('refuses %s, and does nothing', async (_, body, paths) => {
    const answer = await post(body);
    expect([answer.statusCode, answer.body.code]).toEqual([400, 'invalid_request']);
    expect(pathsOf(answer.body).toSorted()).toEqual(paths.toSorted());
    expect((await list()).body).toEqual({ exports: [] });
  });

  it('accepts 366 days of records and 3660 of statistics', async () => {
    expect((await post(days(366))).statusCode).toBe(202);
    expect((await post({ ...days(3660), what: ['statistics'] })).statusCode).toBe(202);
  });

  it('stores nothing if the queue rejects the export', async () => {
    send = () => Promise.reject(new Error('The queue is down.'));
    expect(await post(RANGE)).toMatchObject({ statusCode: 500, body: { code: 'internal_error' } });
    expect((await list()).body).toEqual({ exports: [] });
  });

  it('lists exports newest first, page by page', async () => {
    for (let count = 0; count < 3; count += 1) await post(RANGE);
    const first = (await list({ limit: '2' })).body;
    expect(first.exports.map(({ id }: { id: string }) => id)).toEqual(['export-3', 'export-2']);
    const second = (await list({ limit: '2', before: first.nextBefore })).body;
    expect(second.exports.map(({ id }: { id: string }) => id)).toEqual(['export-1']);
    expect(second).not.toHaveProperty('nextBefore');
    expect((await list({ limit: '101', page: '2' })).body.errors).toHaveLength(2);
  });

  it('deletes an export for its own key, or for an administrator', async () => {
    const ids = [(await post(RANGE)).body.id, (await post(RANGE)).body.id];
    expect(await one('DELETE', ids[0], { accessKeyId: 'ak_other', scopes: ['read'] })).toMatchObject({
      statusCode: 403,
      body: { code: 'insufficient_scope' },
    });
    expect(await one('DELETE', ids[0], { scopes: ['read'] })).toMatchObject({
      statusCode: 202,
      body: { id: ids[0], status: 'deleted' },
    });
    expect((await one('DELETE', ids[1], { accessKeyId: 'ak_other', scopes: ['admin'] })).statusCode).toBe(
      202,
    );
    for (const id of ids) expect((await one('GET', id)).body.code).toBe('export_not_found');
    expect((await list()).body).toEqual({ exports: [] });
  });

  it('answers 404 for an unknown or expired export', async () => {
    const { id } = (await post(RANGE)).body;
    harness.ledger.nowMs += 7 * DAY_MS - 1;
    expect((await one('GET', id)).statusCode).toBe(200);
    harness.ledger.nowMs += 1;
    for (const unknown of [id, 'unknown', '', 'x'.repeat(2000)]) {
      expect(await one('GET', unknown)).toMatchObject({
        statusCode: 404,
        body: { code: 'export_not_found' },
      });
      expect(await one('DELETE', unknown)).toMatchObject({ statusCode: 404 });
    }
  });
});
