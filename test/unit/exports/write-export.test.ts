import { describe, expect, it } from '@jest/globals';
import {
  addMeasures,
  deleteExport,
  exportProgress,
  NO_MEASURES,
  readStatistics,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import { parse } from 'csv-parse/sync';
import { ALL_COLUMNS, DEFINITION, ExportHarness, someRecords } from '../../support/exports.ts';
import { NOON, usageRecord } from '../../support/records.ts';

async function harnessWith(count: number): Promise<ExportHarness> {
  const harness = new ExportHarness();
  harness.ledger.nowMs = NOON;
  await harness.ledger.record(...someRecords(count));
  return harness;
}

/** The totals of the same range by statistics. */
async function totalsOf({ ledger }: ExportHarness) {
  const { fromMs, toMs } = DEFINITION;
  const query = { dimension: 'all', period: 'day', fromMs, toMs, limit: 10 } as const;
  const { rows } = await readStatistics(ledger.deps, query);
  return rows.map(({ statistics }) => totalMeasures(statistics)).reduce(addMeasures, NO_MEASURES);
}

const jsonLines = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe('an export of records', () => {
  it('has every record once, ordered by time and id, and the totals of the statistics', async () => {
    const harness = await harnessWith(100);
    const [twice] = someRecords(100);
    if (twice) await harness.ledger.record(twice);
    const { id } = await harness.create();
    expect(await harness.write(id)).toBe('done');
    const rows = jsonLines(await harness.content(id));
    const keys = rows.map(({ occurredAt, requestId }) => `${occurredAt} ${requestId}`);
    expect(keys).toEqual(keys.toSorted());
    expect(new Set(rows.map(({ requestId }) => requestId)).size).toBe(100);
    const { status, files } = await harness.job(id);
    expect([status, files[0]?.rows, files[0]?.exact]).toEqual(['finished', 100, true]);
    expect(files[0]?.totals).toEqual(await totalsOf(harness));
    expect(files[0]?.totals.unpricedRequests).toBe(25n);
    expect(files[0]?.bytes).toBe((await harness.content(id)).length);
    expect(harness.files.openUploads()).toBe(0);
  });

  it('reads back from CSV with every column', async () => {
    const harness = await harnessWith(10);
    await harness.ledger.record(
      usageRecord({
        requestId: 'r',
        occurredAtMs: NOON - 1,
        feature: '=1+1',
        metadata: { team: 'a "b", c' },
      }),
    );
    const { id } = await harness.create({ ...ALL_COLUMNS, format: 'csv', byteOrderMark: true });
    await harness.write(id);
    const text = await harness.content(id);
    expect(text.codePointAt(0)).toBe(0xfeff);
    const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(11);
    expect(Object.keys(rows[0] ?? {})).toEqual(ALL_COLUMNS.recordFields);
    expect(rows.at(-1)).toMatchObject({
      requestId: 'r',
      feature: "'=1+1",
      totalTokens: '1650',
      metadata: '{"team":"a \\"b\\", c"}',
      endpoint: '',
      unpriced: 'false',
    });
  });

  it.each([
    ['of an access key', { accessKeyId: 'ak_1' }, ({ accessKeyId }: UsageRecord) => accessKeyId === 'ak_1'],
    [
      'of a user and a model',
      { userId: 'u_0', models: ['claude-unheard-of'] },
      ({ userId, model }: UsageRecord) => userId === 'u_0' && model === 'claude-unheard-of',
    ],
    ['of a feature without usage', { features: ['-'] }, () => false],
    ['with an error', { statuses: ['error' as const] }, () => false],
    ['with enough tokens', { minTokens: 1650 }, () => true],
    ['with more tokens', { minTokens: 1651 }, () => false],
    ['with at most so many tokens', { maxTokens: 1650 }, () => true],
    ['with fewer tokens', { minTokens: 1, maxTokens: 1649 }, () => false],
  ])('has only those %s', async (_, filter, admits) => {
    const harness = await harnessWith(60);
    const { id } = await harness.create({ filter });
    await harness.write(id);
    const expected = someRecords(60).filter(admits);
    expect((await harness.job(id)).files[0]?.rows).toBe(expected.length);
  });

  it('is an empty file if there are none', async () => {
    const harness = await harnessWith(0);
    const { id } = await harness.create();
    expect(await harness.write(id)).toBe('done');
    expect(await harness.content(id)).toBe('');
  });

  it('has the time from which it is complete, if the first of them were expiring', async () => {
    const harness = await harnessWith(3);
    harness.ledger.nowMs = NOON + 86.96 * 86_400_000;
    const { id } = await harness.create();
    await harness.write(id);
    expect((await harness.job(id)).files[0]?.incompleteBeforeMs).toBe(NOON - 3_600_000);
  });
});

describe('an export of statistics with bounds of volume', () => {
  const usage = (userId: string, model: string, requests: number) =>
    Array.from({ length: requests }, () => usageRecord({ userId, model, occurredAtMs: NOON - 1 }));

  it.each([
    [{}, ['u_1', 'u_2', 'u_3']],
    [{ minTokens: 2 * 1650 }, ['u_2', 'u_3']],
    [{ minTokens: 2 * 1650 + 1 }, ['u_3']],
    [{ maxTokens: 2 * 1650 }, ['u_1', 'u_2']],
    [{ minRequests: 2, maxRequests: 2 }, ['u_2']],
    [{ maxRequests: 0 }, []],
    [{ minTokens: 1651, maxRequests: 2 }, ['u_2']],
  ])('has the ids within %j, all models together', async (filter, ids) => {
    const harness = new ExportHarness();
    await harness.ledger.record(...usage('u_1', 'm', 1), ...usage('u_2', 'm', 1), ...usage('u_2', 'n', 1));
    await harness.ledger.record(...usage('u_3', 'm', 3));
    const { id } = await harness.create({
      subjects: ['statistics'],
      dimension: 'user',
      statisticsFields: ['id', 'model', 'requests'],
      filter,
    });
    await harness.write(id);
    const rows = (await harness.content(id)).split('\n').filter((line) => line !== '');
    const found = rows.map((row) => JSON.parse(row) as { id: string; requests: number });
    expect([...new Set(found.map((row) => row.id))]).toEqual(ids);
    const [file] = (await harness.job(id)).files;
    expect(Number(file?.totals.requests)).toBe(found.reduce((sum, { requests }) => sum + requests, 0));
  });
});

describe('an export of both', () => {
  it('has two files with the same totals', async () => {
    const harness = await harnessWith(100);
    const { id } = await harness.create({ subjects: ['records', 'statistics'], dimension: 'user' });
    expect(await harness.write(id)).toBe('done');
    const { files } = await harness.job(id);
    expect(files.map(({ totals }) => totals)).toEqual([await totalsOf(harness), await totalsOf(harness)]);
    // Two hours, five users, two models.
    expect(files[1]?.rows).toBe(20);
    const rows = jsonLines(await harness.content(id, 1));
    expect(rows[0]).toMatchObject({
      from: '2026-11-21T10:00:00.000Z',
      id: 'u_0',
      model: 'claude-sonnet-5-5',
      feature: 'chat',
    });
  });

  it('sums over models if no column shows them', async () => {
    const harness = await harnessWith(40);
    const { id } = await harness.create({ subjects: ['statistics'], statisticsFields: ['from', 'requests'] });
    await harness.write(id);
    expect(jsonLines(await harness.content(id))).toEqual([
      { from: '2026-11-21T10:00:00.000Z', requests: 21 },
      { from: '2026-11-21T11:00:00.000Z', requests: 19 },
    ]);
  });
});

describe('a writer', () => {
  it('stores its progress when its time is up, and the next writer resumes', async () => {
    const whole = await harnessWith(100);
    const { id } = await whole.create();
    await whole.write(id);
    const divided = await harnessWith(100);
    await divided.create();
    const outcomes: string[] = [];
    const shares: number[] = [];
    do {
      outcomes.push(await divided.write(id, 0));
      shares.push(exportProgress(await divided.job(id)));
    } while (outcomes.at(-1) !== 'done' && outcomes.length < 100);
    expect(outcomes.length).toBeGreaterThan(10);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([shares.at(-1), shares.every((share) => share >= 0 && share <= 1)]).toEqual([1, true]);
    expect(await divided.content(id)).toBe(await whole.content(id));
    expect(divided.files.keys()).toHaveLength(1);
  });

  it('leaves an export alone while another writer works on it, until that one must have ended', async () => {
    const harness = await harnessWith(20);
    const { id } = await harness.create();
    const job = await harness.job(id);
    await harness.exports.replaceExport(
      { ...job, version: 2, status: 'running', leasedUntilMs: NOON + 1 },
      1,
    );
    expect(await harness.write(id)).toBe('busy');
    harness.ledger.nowMs = NOON + 1;
    expect(await harness.write(id)).toBe('done');
  });

  it('counts a record that arrives meanwhile only if it has not read its place yet', async () => {
    const harness = await harnessWith(60);
    const { id } = await harness.create();
    expect(await harness.write(id, 0)).toBe('continue');
    const { position } = (await harness.job(id)).files[0] ?? {};
    await harness.ledger.record(
      usageRecord({ requestId: 'too late', occurredAtMs: DEFINITION.fromMs }),
      usageRecord({ requestId: 'in time', occurredAtMs: (position?.fromMs ?? 0) + 1 }),
    );
    expect(await harness.write(id)).toBe('done');
    const ids = jsonLines(await harness.content(id)).map(({ requestId }) => requestId);
    expect([ids.includes('too late'), ids.includes('in time'), ids.length]).toEqual([false, true, 61]);
  });

  it('stops when the export is deleted, and leaves nothing of it', async () => {
    const harness = await harnessWith(100);
    const { id } = await harness.create();
    expect(await harness.write(id, 0)).toBe('continue');
    expect(await deleteExport(harness.manage, id)).toBe(true);
    expect(await deleteExport(harness.manage, id)).toBe(false);
    expect(harness.sent).toEqual([id, id]);
    expect(await harness.write(id)).toBe('done');
    expect([harness.files.keys(), harness.files.openUploads()]).toEqual([[], 0]);
    expect(await harness.exports.getExport(id)).toBeUndefined();
    expect(await harness.write(id)).toBe('done');
  });
});

describe('a spreadsheet', () => {
  it('is converted if there is time for it', async () => {
    const harness = await harnessWith(50);
    const { id } = await harness.create({
      format: 'xlsx',
      recordFields: ['requestId', 'totalTokens', 'costUsd'],
    });
    expect(await harness.write(id, 5 * 60_000 - 1)).toBe('continue');
    expect(await harness.write(id)).toBe('done');
    expect((await harness.content(id)).split('\n')[0]).toMatch(/^req_\d{4}\|1650\|0(\.\d+)?$/);
    expect(harness.files.keys()).toHaveLength(1);
  });
});
