/*
 * What questions take: the functions that answer them, in this process, about the company of `company.ts`. Fails if a limit is
 * exceeded.
 * Run: node bench/queries.ts
 */
import { createHandler as createQueryRecords } from '../functions/query-records/handler.ts';
import { createHandler as createQueryUsage } from '../functions/query-usage/handler.ts';
import { createCompany, daysAgo as day } from './company.ts';
import { askOften, type Question } from './questions.ts';

const RUNS = 30;
const VIEWER = { kind: 'person', subject: 'viewer', role: 'viewer' } as const;

const { table, user, deps, forgetNames } = await createCompany();
const queryUsage = createQueryUsage({ ...deps, cacheTtlSeconds: 3600 });
const queryRecords = createQueryRecords({ ...deps, lateLimitDays: 35 });

const thirtyDays = { from: day(30), to: day(0), limit: '10' };
const worst = [
  await measure('90 daily points of a user', 10, '/v1/statistics', {
    dimension: 'user',
    id: user,
    from: day(90),
    to: day(0),
  }),
  await measure('1,000 users in a day', Infinity, '/v1/statistics', {
    dimension: 'user',
    from: day(1),
    to: day(0),
    limit: '1000',
  }),
  await measure(
    'the same, by pseudonyms',
    Infinity,
    '/v1/statistics',
    {
      dimension: 'user',
      from: day(1),
      to: day(0),
      limit: '1000',
    },
    VIEWER,
  ),
  await measure('90 daily points, and the 90 before', 20, '/v1/trends', {
    dimension: 'user',
    id: user,
    period: 'day',
    from: day(90),
    to: day(0),
  }),
  await measure('top 10 of 1,000 users, 30 days', 250, '/v1/top-consumers', thirtyDays),
  await measure('the same, until now', Infinity, '/v1/top-consumers', { from: day(30), limit: '10' }),
  await measure('the same, of one model', 500, '/v1/top-consumers', {
    ...thirtyDays,
    models: 'claude-opus-5-20260510',
  }),
  await measure('top 5 models, 30 days', 50, '/v1/top-consumers', { ...thirtyDays, dimension: 'model' }),
  await measure('overview of 30 days', 500, '/v1/overview', { from: day(30), to: day(0) }),
  await measure('50 raw records', 60, '/v1/records', { from: day(1), limit: '50' }),
  await measure('50 raw records of a user', Infinity, '/v1/records', {
    from: day(1),
    limit: '50',
    userId: user,
  }),
];
if (worst.some((exceeded) => exceeded)) throw new Error('A limit was exceeded.');

/** Asks often enough for a median; says whether that exceeds the limit. */
async function measure(
  what: string,
  limitMs: number,
  path: string,
  query: Question['query'],
  person?: typeof VIEWER,
): Promise<boolean> {
  const handler = path === '/v1/records' ? queryRecords : queryUsage;
  const question = { path, query, ...(person && { person }) };
  const { wallMs, cpuMs, readUnits, calls, body } = await askOften(
    handler,
    table,
    question,
    RUNS,
    forgetNames,
  );
  console.log(
    what.padEnd(36),
    `${wallMs.toFixed(1)} ms, CPU ${cpuMs.toFixed(1)} ms`.padEnd(28),
    `${readUnits} read units in ${calls} calls, ${body.length} bytes`.padEnd(50),
    Number.isFinite(limitMs) ? `limit ${limitMs} ms` : '',
  );
  // Whatever else runs on the machine takes from the wall clock, not from the time of the processor.
  return Math.min(wallMs, cpuMs) > limitMs;
}
