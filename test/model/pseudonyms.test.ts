import { beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES, type Route, type RouteName } from '@token-ledger/contract';
import { CONSUMER_KINDS, HOUR_MS, isAmong, iso, MAGNITUDES } from '@token-ledger/core';
import fc from 'fast-check';
import type { Answered } from '../support/answered.ts';
import {
  FROM_MS,
  IDENTIFYING,
  KEYS,
  loseStatistics,
  pseudonymousApi,
  USERS,
  VIEWER,
} from '../support/pseudonymous-api.ts';
import { PSEUDONYMS } from '../support/shown-ids.ts';
import type { Asked } from '../support/whole-api.ts';

/*
 * 100 users with names, metadata that names them, access keys and budgets of theirs, and differences that the quality of data
 * is measured by. For every question of a viewer to any route, no answer has an id or a name of a user in it, however deep.
 */

let api: Awaited<ReturnType<typeof pseudonymousApi>>;

beforeAll(async () => {
  api = await pseudonymousApi();
  loseStatistics(api);
});

const text = fc.oneof(
  fc.constantFrom(...USERS),
  fc.constantFrom(...USERS.map((id) => PSEUDONYMS.of(id))),
  fc.constantFrom(...KEYS, '-', '*', 'p_', '\u0000', PSEUDONYMS.of('nobody')),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const range = fc.tuple(fc.nat(29), fc.integer({ min: 1, max: 30 })).map(([from, hours]) => ({
  from: iso(FROM_MS + from * HOUR_MS),
  to: iso(FROM_MS + (from + hours) * HOUR_MS),
}));
/** An id of an access key comes back as it was asked for, so that it is none of a user's here. */
const subject = fc.oneof(
  fc.constant({}),
  fc.record({ dimension: fc.constant('access_key'), id: optional(fc.constantFrom(...KEYS)) }),
  fc.record({ dimension: fc.constant('user'), id: optional(text) }),
  fc.record({ dimension: fc.constant('user'), id: text, accessKeyId: fc.constantFrom(...KEYS) }),
  fc.record({ accessKeyId: optional(fc.constantFrom(...KEYS)), userId: text }),
);
const period = optional(fc.constantFrom('hour', 'day', 'month'));
const limit = optional(fc.constantFrom('1', '7', '500'));

function queryOf(...parts: fc.Arbitrary<object>[]): fc.Arbitrary<Asked> {
  return fc.tuple(...parts).map((all) => ({
    query: Object.fromEntries(
      Object.entries(Object.assign({}, ...all)).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
  }));
}

const filter = fc.record({ accessKeyId: fc.constantFrom(...KEYS), userId: text }, { requiredKeys: [] });
const exported = fc
  .record({
    range,
    what: fc.constantFrom<string[]>(['records'], ['statistics'], ['records', 'statistics']),
    format: fc.constantFrom('csv', 'ndjson', 'xlsx'),
    dimension: fc.constantFrom('user', 'user', 'access_key'),
    filter,
  })
  .map(({ range: asked, what, dimension, ...rest }): Asked => {
    const records = what.includes('records') && {
      recordFields: ['accessKeyName', 'userId', 'userName', 'metadata'],
    };
    const sums = what.includes('statistics') && { dimension, statisticsFields: ['id', 'name', 'requests'] };
    return { body: { ...asked, what, ...rest, ...records, ...sums } };
  });

const nothing = fc.constant<Asked>({});
const report = fc.constantFrom('about-one', 'about-all', 'unknown').map((id) => ({ id }));
/** Questions to every route that viewers may use. A route that is added has to be asked here, too. */
const QUESTIONS: Partial<Record<RouteName, fc.Arbitrary<Asked>>> = {
  getStatistics: queryOf(subject, range, fc.record({ period, limit })),
  getMe: nothing,
  getTrends: queryOf(
    subject,
    range,
    fc.record({ period, splitBy: optional(fc.constantFrom('user', 'access_key', 'model')) }),
  ),
  getOverview: queryOf(subject, range),
  getTopConsumers: queryOf(
    range,
    fc.record({
      dimension: fc.constantFrom(...CONSUMER_KINDS),
      sort: fc.constantFrom(...MAGNITUDES),
      limit,
      userId: optional(text),
    }),
  ),
  getRecords: queryOf(
    range,
    fc.record({ userId: optional(text), accessKeyId: optional(fc.constantFrom(...KEYS)), limit }),
  ),
  getRecord: fc.nat(700).map((index) => ({ id: `req_${index}` })),
  getAggregations: nothing,
  getHealth: nothing,
  getPrices: nothing,
  getQuality: queryOf(range),
  listBudgets: nothing,
  getBudget: fc.constantFrom('b001', 'own', 'unknown').map((id) => ({ id })),
  listReports: nothing,
  getReport: report,
  runReport: report,
  listReportRuns: report,
  getReportRun: fc.tuple(report, fc.nat(30)).map(([{ id }, run]) => ({ id, runId: `export-${run}` })),
  createExport: exported,
  listExports: queryOf(fc.record({ limit })),
  getExport: fc.constantFrom('export-1', 'export-2', 'unknown').map((id) => ({ id })),
  deleteExport: fc.constantFrom('export-3', 'unknown').map((id) => ({ id })),
};

/** All that a text may be read as: itself, and what looks like an encoding of something else. */
function readings(raw: string): string[] {
  const encoded = raw.match(/[\w+/-]{8,}/g) ?? [];
  return [
    raw,
    ...encoded.flatMap((part) => ['base64url', 'hex'].map((by) => Buffer.from(part, by as 'hex').toString())),
  ];
}

function expectNobodyIn({ text: body, headers }: Answered): void {
  for (const reading of readings(`${body} ${JSON.stringify(headers)}`))
    expect(reading).not.toMatch(IDENTIFYING);
}

describe('a viewer who is shown pseudonyms', () => {
  const routes = Object.entries<Route>(ROUTES).filter(([, { roles = 'nobody' }]) => isAmong('viewer', roles));

  it.each(routes.map(([name]) => name as RouteName))(
    'learns no id and no name of a user by %s',
    (name) =>
      fc.assert(
        fc.asyncProperty(QUESTIONS[name] ?? fc.constant<Asked | undefined>(undefined), async (asked) => {
          if (!asked) throw new Error(`Nobody thought of what viewers are shown by ${name}.`);
          const answer = await api.call(name, { ...asked, person: VIEWER });
          expect(answer.statusCode).toBeLessThan(500);
          expectNobodyIn(answer);
          const isExport = name === 'createExport' || name === 'runReport';
          if (isExport && answer.statusCode === 202) await expectNobodyInFiles(answer.body.id);
          const cursor: string | undefined = answer.body?.nextCursor;
          if (cursor === undefined) return;
          const next = { ...asked, query: { ...asked.query, cursor }, person: VIEWER };
          const page = await api.call(name, next);
          expect(page.statusCode).toBe(200);
          expectNobodyIn(page);
        }),
        { numRuns: QUESTIONS[name] === nothing ? 1 : 40 },
      ),
    120_000,
  );

  it.each<[RouteName, Asked]>([
    ['getStatistics', { query: { dimension: 'user', from: iso(FROM_MS) } }],
    ['getTopConsumers', { query: { from: iso(FROM_MS) } }],
    ['getRecords', { query: { from: iso(FROM_MS) } }],
    ['getRecord', { id: 'req_1' }],
    ['getQuality', { query: { from: iso(FROM_MS) } }],
    ['listBudgets', {}],
    ['getBudget', { id: 'own' }],
    ['listReports', {}],
    ['getReport', { id: 'about-one' }],
  ])('is answered by %s where an administrator would learn both', async (name, asked) => {
    const answer = await api.call(name, asked);
    expect(answer.statusCode).toBe(200);
    expect(answer.text).toMatch(IDENTIFYING);
    expectNobodyIn(await api.call(name, { ...asked, person: VIEWER }));
  });

  async function expectNobodyInFiles(id: string): Promise<void> {
    await api.harness.write(id);
    const job = await api.harness.job(id);
    expect(job.status).toBe('finished');
    for (const [index] of job.files.entries())
      for (const reading of readings(await api.harness.content(id, index)))
        expect(reading).not.toMatch(IDENTIFYING);
  }
});
