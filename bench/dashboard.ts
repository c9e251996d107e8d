/*
 * What a dashboard costs that 50 people have open for an hour: 20 panels about the company of `company.ts`, asked for again every
 * minute. Compares callers that keep nothing, callers that keep answers as the API lets them, and a cache of answers in the table.
 * Such a cache would have to answer as exactly as now, so every request would still ask which hours wait for their roll-up.
 * Run: node bench/dashboard.ts
 */
import { gzipSync } from 'node:zlib';
import { BUCKET_PERIODS } from '@token-ledger/core';
import { createHandler } from '../functions/query-usage/handler.ts';
import { createCompany, daysAgo as day } from './company.ts';
import { atList, type Bill } from './prices/bill.ts';
import { gbSeconds } from './prices/idle-month.ts';
import { askOften, type Question } from './questions.ts';

const MINUTE_MS = 60_000;
const PEOPLE = 50;
const REFRESHES = 60;
/** As deployed. */
const CACHE_TTL_SECONDS = 3600;
const MEMORY_MIB = { authorize: 256, query: 1769 };
/** The access key or person is remembered for half a minute. */
const AUTHORIZE_MS = 4;
/** Of one call of DynamoDB. */
const CALL_MS = 5;
const RUNS = 5;

type Panel = readonly [path: string, query: Question['query']];

const { table, store, user, deps, forgetNames } = await createCompany();

const closed = { from: day(30), to: day(0) };
const week = { from: day(7), to: day(0) };
const before = { from: day(14), to: day(7) };
const open = { from: day(7) };
/** Three of four about periods that are over, as of a company that looks at finished days. */
const PANELS: readonly Panel[] = [
  ['/v1/overview', closed],
  ['/v1/overview', week],
  ['/v1/overview', before],
  ...['model', 'feature', 'access_key', 'user'].map(
    (splitBy): Panel => ['/v1/trends', { period: 'day', splitBy, ...closed }],
  ),
  ...['model', 'feature', 'access_key', 'user'].map(
    (dimension): Panel => ['/v1/top-consumers', { dimension, limit: '10', ...closed }],
  ),
  ['/v1/top-consumers', { dimension: 'user', limit: '10', ...week }],
  ['/v1/top-consumers', { dimension: 'user', limit: '10', ...before }],
  ['/v1/statistics', { dimension: 'user', id: user, period: 'day', ...closed }],
  ['/v1/statistics', { dimension: 'user', period: 'day', limit: '100', from: day(1), to: day(0) }],
  ['/v1/overview', open],
  ['/v1/trends', { period: 'hour', from: day(1) }],
  ['/v1/trends', { period: 'day', splitBy: 'model', ...open }],
  ['/v1/top-consumers', { dimension: 'user', limit: '10', ...open }],
  ['/v1/top-consumers', { dimension: 'model', limit: '10', ...open }],
];

/** What one answer takes. */
interface Cost {
  readonly units: number;
  readonly ms: number;
}

interface Measured extends Cost {
  /** The API lets callers keep the answer. */
  readonly isKept: boolean;
  /** As a cache would store it. */
  readonly storedBytes: number;
}

const handler = createHandler({ ...deps, cacheTtlSeconds: CACHE_TTL_SECONDS });
const measured = [];
for (const panel of PANELS) measured.push(await measure(panel));
const kept = measured.filter(({ isKept }) => isKept);
const fresh = measured.filter(({ isKept }) => !isKept);
const marks = await readMarks();

const everyMinute = PEOPLE * REFRESHES;
const oncePerTtl = Math.ceil((REFRESHES * MINUTE_MS) / (CACHE_TTL_SECONDS * 1000));
const asked = (panels: readonly Measured[], times: number) => panels.map((panel) => ({ ...panel, times }));
const hits = (times: number) =>
  kept.map(({ storedBytes }) => ({
    units: marks.units + Math.ceil(storedBytes / 4096) / 2,
    ms: marks.ms + CALL_MS,
    times,
  }));
const misses = asked(kept, oncePerTtl);
const written =
  kept.reduce((units, { storedBytes }) => units + Math.ceil(storedBytes / 1024), 0) * oncePerTtl;

console.log(`${PEOPLE} people, ${REFRESHES} refreshes in an hour.`);
console.log('what'.padEnd(44), 'requests'.padStart(9), 'read units'.padStart(11), 'an hour'.padStart(9));
console.log(`${kept.length} panels about periods that are over`);
const plain = show('  nobody keeps anything', asked(kept, everyMinute), 0);
show('  a cache in the table', [...misses, ...hits(everyMinute - oncePerTtl)], written);
const callers = show('  callers keep answers, as now', asked(kept, PEOPLE * oncePerTtl), 0);
const both = show('  both', [...misses, ...hits((PEOPLE - 1) * oncePerTtl)], written);
console.log(`${fresh.length} panels until now`);
show('  nobody may keep them', asked(fresh, everyMinute), 0);
if (callers > plain / 10) throw new Error('Callers that keep answers do not save nine tenths.');
if (callers - both > plain / 50)
  throw new Error('A cache in the table would pay: see the decision about it.');

async function measure([path, query]: Panel): Promise<Measured> {
  const answer = await askOften(handler, table, { path, query }, RUNS, forgetNames);
  return {
    units: answer.readUnits,
    ms: answer.cpuMs + answer.calls * CALL_MS,
    isKept: String(answer.headers['cache-control']).includes('max-age'),
    storedBytes: gzipSync(answer.body).length,
  };
}

/** What it takes to know which hours, days and months wait. */
async function readMarks(): Promise<Cost> {
  [table.readUnits, table.calls] = [0, 0];
  for (const period of BUCKET_PERIODS) await store.listMarks(period);
  await store.getCurrentRebuild();
  return { units: table.readUnits, ms: table.calls * CALL_MS };
}

function show(
  what: string,
  answers: readonly (Cost & { readonly times: number })[],
  writeUnits: number,
): number {
  const requests = answers.reduce((sum, { times }) => sum + times, 0);
  const units = answers.reduce((sum, { times, units: each }) => sum + times * each, 0);
  const ms = answers.reduce((sum, { times, ms: each }) => sum + times * each, 0);
  const usd = atList(billOf(what, requests, units, writeUnits, ms));
  console.log(
    what.padEnd(44),
    requests.toLocaleString('en-US').padStart(9),
    Math.round(units).toLocaleString('en-US').padStart(11),
    `$${usd.toFixed(3)}`.padStart(9),
  );
  return usd;
}

function billOf(title: string, requests: number, readUnits: number, writeUnits: number, ms: number): Bill {
  return {
    title,
    uses: [
      { what: 'requests', unit: 'httpApiRequest', quantity: requests },
      { what: 'functions', unit: 'lambdaRequest', quantity: 2 * requests },
      {
        what: 'time',
        unit: 'lambdaGbSecond',
        quantity: gbSeconds(MEMORY_MIB.query, ms) + gbSeconds(MEMORY_MIB.authorize, requests * AUTHORIZE_MS),
      },
      { what: 'reads', unit: 'dynamoReadUnit', quantity: readUnits },
      { what: 'writes', unit: 'dynamoWriteUnit', quantity: writeUnits },
    ],
  };
}
