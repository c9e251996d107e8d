/*
 * What questions take: the functions that answer them, in this process, about the company of `company.ts`. Fails if a limit is
 * exceeded.
 * Run: node bench/queries.ts
 */
import { createHandler as createQueryRecords } from '../functions/query-records/handler.ts';
import { createHandler as createQueryUsage } from '../functions/query-usage/handler.ts';
import { httpEvent, lambdaContext } from '../test/support/http-event.ts';
import { daysAgo as day, namesClock, questionDeps, table, user } from './company.ts';

const RUNS = 30;
const VIEWER = { kind: 'person', subject: 'viewer', role: 'viewer' } as const;

const queryUsage = createQueryUsage({ ...questionDeps, cacheTtlSeconds: 3600 });
const queryRecords = createQueryRecords({ ...questionDeps, lateLimitDays: 35 });

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

/** Asks often enough to tell the median; says whether that exceeds the limit. */
async function measure(
  what: string,
  limitMs: number,
  path: string,
  query: Readonly<Record<string, string>>,
  person?: typeof VIEWER,
): Promise<boolean> {
  const handler = path === '/v1/records' ? queryRecords : queryUsage;
  const times: number[] = [];
  const cpuTimes: number[] = [];
  let answerBytes = 0;
  for (let run = 0; run < RUNS; run += 1) {
    [table.readUnits, table.calls] = [0, 0];
    namesClock.nowMs += 120_000;
    const [start, startCpu] = [performance.now(), process.cpuUsage()];
    const { statusCode, body = '' } = await handler(
      httpEvent({ method: 'GET', path, query, scopes: ['read'], ...(person && { person }) }),
      lambdaContext(),
    );
    times.push(performance.now() - start);
    const { user: userTime, system } = process.cpuUsage(startCpu);
    cpuTimes.push((userTime + system) / 1000);
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${body}`);
    answerBytes = body.length;
  }
  const [wall, cpu] = [median(times), median(cpuTimes)];
  console.log(
    what.padEnd(36),
    `${wall.toFixed(1)} ms, CPU ${cpu.toFixed(1)} ms`.padEnd(28),
    `${table.readUnits} read units in ${table.calls} calls, ${answerBytes} bytes`.padEnd(50),
    Number.isFinite(limitMs) ? `limit ${limitMs} ms` : '',
  );
  // Whatever else runs on the machine takes from the wall clock, not from the time of the processor.
  return Math.min(wall, cpu) > limitMs;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
