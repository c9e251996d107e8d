import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { HOUR_MS, hourBucketId, readStatistics } from '@token-ledger/core';
import { atList, type Bill, describeBill, withFreeTier } from '../../bench/prices/bill.ts';
import { countRecords, memoryOf, refusedLogBytes } from '../../bench/prices/count-records.ts';
import { eventsOf } from '../../bench/prices/events.ts';
import {
  gbSeconds,
  type IdleRun,
  idleMonth,
  metricsOf,
  type TemplateResources,
} from '../../bench/prices/idle-month.ts';
import {
  FURTHER_DASHBOARD_USD,
  LIST_PRICES,
  PRICED_REGION,
  PRICES_AS_OF,
} from '../../bench/prices/list-prices.ts';
import { type CountedUnits, MS, millionRecords } from '../../bench/prices/million-records.ts';
import { naiveMillionRecords } from '../../bench/prices/naive-design.ts';
import { refusedRequests } from '../../bench/prices/refused-requests.ts';
import { readBaseline, regressions } from '../../bench/report/baseline.ts';
import { Random } from '../../scripts/random.ts';
import { referred, synthesize } from '../template/support/synthesize.ts';
import { countIdleRun } from './idle-runs.ts';
import { steadyHour } from './profiles.ts';
import { STEADY } from './simulation.ts';

/*
 * What the product costs is part of its promise (docs/cost.md): AWS list prices, times what the template keeps running and what the
 * ledger uses for each record (docs/figures.md). The bills are printed.
 */

const resourcesOf = (settings: Record<string, unknown> = {}): TemplateResources =>
  synthesize(settings).toJSON()['Resources'];
const resources = resourcesOf();

function print(bill: Bill): void {
  process.stdout.write(`\n${describeBill(bill)} (${PRICED_REGION}, ${PRICES_AS_OF})\n`);
}

const page = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
const cost = page('cost.md');

/** The dollars that docs/cost.md has behind a text, in the same line. */
function documented(what: string): readonly number[] {
  const rows = cost.split('\n').filter((line) => line.includes(what));
  expect(rows).toHaveLength(1);
  const behind = rows[0]?.split(what)[1] ?? '';
  return [...behind.matchAll(/\$(\d+\.\d\d)/g)].map(([, usd]) => Number(usd));
}

/** What the uses of a bill cost whose names begin so. */
const costOf = (bill: Bill, ...begins: readonly string[]) =>
  atList({ ...bill, uses: bill.uses.filter(({ what }) => begins.some((begin) => what.startsWith(begin))) });

/** To the cent. */
function expectDocumented(what: string, ...bills: readonly number[]): void {
  const figures = documented(what);
  bills.forEach((usd, index) => expect(Math.abs((figures[index] ?? 0) - usd)).toBeLessThan(0.0051));
}

let idleRuns: Readonly<Record<string, IdleRun>>;
beforeAll(async () => {
  idleRuns = await countScheduledRuns(resources);
});

describe('a month without usage', () => {
  const idle = (settings: Record<string, unknown>) => idleMonth(resourcesOf(settings), idleRuns);

  it('costs at most $2.50 at list, and at most $0.20 with the free tiers', () => {
    const bill = idleMonth(resources, idleRuns);
    print(bill);
    expect(atList(bill)).toBeGreaterThan(1);
    expect(atList(bill)).toBeLessThanOrEqual(2.5);
    expect(withFreeTier(bill)).toBeLessThanOrEqual(0.2);
    expectDocumented('a month without any usage', atList(bill), withFreeTier(bill));
  });

  it('costs more with what is off by default', () => {
    const usual = atList(idleMonth(resources, idleRuns));
    const with_ = (settings: Record<string, unknown>) => atList(idle(settings)) - usual;
    const traces = with_({ tracing: true });
    const limits = with_({ concurrency: { live: 2, bulk: 2, notifications: 2, exports: 2 } });
    const all = with_({ monitoring: { alarms: 'all' } });
    const gateway = with_({ gateway: { mode: 'pass-through' } });
    const everyMinute = { schedule: 'rate(1 minute)' };
    process.stdout.write(
      `  more: $${traces.toFixed(2)} for traces, $${limits.toFixed(2)} for limits of every queue, $${all.toFixed(2)} for all alarms, $${gateway.toFixed(2)} for the gateway, $${FURTHER_DASHBOARD_USD} for the dashboard if it is the account's fourth\n`,
    );
    expectDocumented(
      'each idle function and queue makes a few an hour',
      with_({ customerManagedKey: true, region: PRICED_REGION }),
    );
    expectDocumented('`tracing`, for the scheduled runs alone; each request adds $5 per million', traces);
    expectDocumented('limits of all queues in `concurrency`', limits);
    expectDocumented('`monitoring.alarms: "all"`', all);
    // The alarm for calls that are not recorded; an address that nobody calls costs nothing.
    expect(gateway).toBeCloseTo(LIST_PRICES.alarmMetric.usd, 6);
    expectDocumented('nothing else is billed until somebody calls it', gateway);
    expectDocumented(
      'both schedules at `rate(1 minute)`',
      with_({ autoAggregation: everyMinute, budgets: everyMinute }),
    );
  });

  it('has the lines of docs/cost.md, and saves what it says', () => {
    const bill = idleMonth(resources, idleRuns);
    const saved = (settings: Record<string, unknown>) => atList(bill) - atList(idle(settings));
    expectDocumented(
      '| asking four empty queues: 1.4 million requests',
      costOf(bill, 'asking'),
      saved({ concurrency: { bulk: 'unlimited' } }),
    );
    expectDocumented('| 9 metrics in alarms', costOf(bill, 'alarms'));
    const metrics = bill.uses.filter(({ unit }) => unit === 'customMetric');
    expectDocumented('| 2 metrics that show', atList({ ...bill, uses: metrics }));
    expectDocumented(
      '| 8,640 runs of the roll-up and 21,600 of budgets',
      atList(bill) - costOf(bill, 'asking', 'alarms') - atList({ ...bill, uses: metrics }),
      saved({ budgets: { schedule: 'rate(5 minutes)' } }),
    );
  });

  it('is refused a price if a schedule runs what was not counted', () => {
    expect(() => idleMonth(resources, {})).toThrow('The idle run of roll-up-usage was not counted.');
  });

  it.each([
    ['without', {}],
    ['with', { gateway: { mode: 'pass-through' } }],
  ])('has at most ten metrics in alarms %s the gateway', (_, settings) => {
    const alarms = Object.values(resourcesOf(settings)).filter(
      ({ Type }) => Type === 'AWS::CloudWatch::Alarm',
    );
    const metrics = alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0);
    expect(metrics).toBeGreaterThan(5);
    expect(metrics).toBeLessThanOrEqual(LIST_PRICES.alarmMetric.free);
  });
});

it.each([5, 30, 300])(
  'a million calls of %d s through the gateway cost what docs/gateway.md says',
  (seconds) => {
    const memory = memoryOf(resourcesOf({ gateway: { mode: 'pass-through' } }), 'GatewayForwardCalls');
    const bill: Bill = {
      title: `A million calls of ${seconds} s`,
      uses: [
        { what: 'requests', unit: 'lambdaRequest', quantity: 1e6 },
        { what: 'time', unit: 'lambdaGbSecond', quantity: 1e6 * gbSeconds(memory, seconds * 1000) },
      ],
    };
    print(bill);
    const [, documentedUsd = ''] =
      new RegExp(`\\| ${seconds} s \\| \\$([\\d,]+) \\|`).exec(page('gateway.md')) ?? [];
    // To the dollar.
    expect(Number(documentedUsd.replace(',', ''))).toBe(Math.round(atList(bill)));
  },
);

describe('a million records a day', () => {
  let hour: Awaited<ReturnType<typeof hourInBatchesOf>>;
  beforeAll(async () => {
    hour = await hourInBatchesOf(STEADY.batch);
  });

  it('take at most 1.25 write units each', () => {
    expect(hour.perRecord.write).toBeGreaterThan(1);
    expect(hour.perRecord.write).toBeLessThanOrEqual(1.25);
  });

  it('take at most 0.40 read units each', () => {
    expect(hour.perRecord.read).toBeGreaterThan(0.05);
    expect(hour.perRecord.read).toBeLessThanOrEqual(0.4);
  });

  it('take hardly more than at the last measurement', () => {
    const { write, read } = hour.perRecord;
    const load = '1,000,000 a day, 1 per request';
    const counted = { [`write units a record: ${load}`]: write, [`read units a record: ${load}`]: read };
    expect(regressions(readBaseline(), counted, 0.02)).toEqual([]);
  });

  it('are read with one unit for each rolled-up hour of one user', async () => {
    const { simulation, hourStartMs } = hour;
    simulation.meter.phase = 'read';
    const { rows } = await readStatistics(simulation, {
      dimension: 'all',
      id: '*',
      period: 'hour',
      fromMs: hourStartMs,
      toMs: hourStartMs + HOUR_MS,
      limit: 10,
    });
    expect(rows).toMatchObject([{ bucket: { id: hourBucketId(hourStartMs) } }]);
    // The item and the marks of three periods.
    expect(simulation.meter.of('read').read).toBeLessThanOrEqual(2 + 3);
  });
});

describe('a million records', () => {
  const bills: Record<number, Bill> = {};
  const billOf = (recordsPerRequest: number): Bill => bills[recordsPerRequest] ?? { title: '', uses: [] };

  beforeAll(async () => {
    // One after the other: the made-up records of each continue those of the one before.
    for (const each of [1, 10, 100]) bills[each] = millionRecords(each, await countRecordsOf(each));
  }, 120_000);

  it.each([
    [1, 3.35],
    [10, 1.4],
    [100, 1.1],
  ])('in requests of %d cost at most $%d at list', (recordsPerRequest, limit) => {
    const bill = billOf(recordsPerRequest);
    print(bill);
    expect(atList(bill)).toBeGreaterThan(0.8);
    expect(atList(bill)).toBeLessThanOrEqual(limit);
    const requests = recordsPerRequest === 1 ? 'one' : `${recordsPerRequest}`;
    expectDocumented(`a million records, ${requests} per request`, atList(bill));
  });

  it.each([1, 10, 100])(
    'a day, in requests of %d, cost in a month with the free tiers what docs/cost.md says',
    (recordsPerRequest) => {
      const bill: Bill = {
        title: `A month of ${DAYS_OF_MONTH} million records in requests of ${recordsPerRequest}`,
        uses: [
          // What runs without usage takes its share of the free units, too.
          ...idleMonth(resources, idleRuns).uses,
          { what: 'metrics with usage', unit: 'customMetric', quantity: METRICS_WITH_USAGE },
          ...billOf(recordsPerRequest).uses.map((use) => ({
            ...use,
            quantity: use.quantity * DAYS_OF_MONTH,
          })),
        ],
      };
      print(bill);
      const requests = recordsPerRequest === 1 ? 'one' : `${recordsPerRequest}`;
      expectDocumented(
        `a month of 30 million records, ${requests} per request`,
        atList(bill),
        withFreeTier(bill),
      );
    },
  );

  it('have the lines of docs/cost.md', () => {
    const [one, hundred] = [billOf(1), billOf(100)];
    for (const [line, ...uses] of [
      ['| requests to the API', 'requests to the API'],
      ['| DynamoDB, written: 1.20 and 1.15 units a record', 'DynamoDB, written'],
      ['| messages: 1.2 requests each', 'messages'],
      ['| three functions', 'authorize-request', 'accept-usage', 'record-usage'],
      ['| three months of the records', 'records until', 'their backups'],
      ['| logs', 'logs'],
      ['| DynamoDB, read', 'DynamoDB, read'],
    ] as const) {
      expectDocumented(line, costOf(one, ...uses), costOf(hundred, ...uses));
    }
    expectDocumented('| together, before rounding', atList(one), atList(hundred));
    expectDocumented('each further month of raw records', costOf(one, 'records until', 'their backups') / 3);
  });

  it('take the time that docs/cost.md says, and cost what it says if it were twice as long', () => {
    const { authorize, accept, record } = MS;
    expect(cost.replaceAll('\n', ' ')).toContain(
      `${authorize} ms for the authorizer, ${accept.request} ms for accepting a request and ${accept.record} ms for each of its records, ${record.batch} ms for a run of the consumer and ${record.record} ms for each of its records`,
    );
    const timeOf = ({ title, uses }: Bill) =>
      atList({ title, uses: uses.filter(({ unit }) => unit === 'lambdaGbSecond') });
    expectDocumented(
      'everything took twice as long',
      timeOf(billOf(1)),
      timeOf(idleMonth(resources, idleRuns)),
    );
  });

  it('cost at most $0.10 more with an event for each batch, and a month of all hours one cent for its events', () => {
    const memory = memoryOf(resources, 'DeliveryDeliverNotifications');
    const collected = eventsOf('Usage collected, of a million records', 1_000_000 / STEADY.batch, memory);
    const completed = eventsOf(
      'Aggregations completed, of a month',
      31 * (HOURS_OF_DAY + SWEPT_BUCKETS + 1) + 1,
      memory,
    );
    for (const bill of [collected, completed]) print(bill);
    expect(atList(collected)).toBeGreaterThan(0.03);
    expect(atList(collected)).toBeLessThanOrEqual(0.1);
    expectDocumented('`events.usageCollected`', atList(collected));
    const onTheWay = (atList(collected) - costOf(collected, 'events')) * STEADY.batch;
    expect(page('events.md')).toContain(`their way through the queue about $${onTheWay.toFixed(2)}`);
    expect(atList(completed)).toBeLessThanOrEqual(0.01);
  });

  it('have budgets read the hour under way for what docs/budgets.md says', async () => {
    const { backedUpBytes } = await countRecordsOf(1);
    // Half an hour of records on average, by queries, in units of 4 KB.
    const unitsPerRun = (1e6 / HOURS_OF_DAY / 2) * (backedUpBytes / 4096);
    const usd = RUNS_OF_BUDGETS * unitsPerRun * LIST_PRICES.dynamoReadUnit.usd;
    expect(page('budgets.md')).toContain(`at a million records a day about $${Math.round(usd)} a month`);
    // Of one access key or user: the past days of a month and the past hours of today, on average.
    const items = Math.ceil(29.4 / 2 + 23 / 2);
    const ofOne = RUNS_OF_BUDGETS * items * LIST_PRICES.dynamoReadUnit.usd;
    expect(page('budgets.md')).toContain(
      `monthly budget ${items} on average, or $${ofOne.toFixed(2)} a month`,
    );
  });

  it('cost what docs/cost.md says of floods if their requests are refused', () => {
    const bill = refusedRequests(1_000_000, {
      logBytes: refusedLogBytes(resources),
      memoryMib: {
        authorize: memoryOf(resources, 'ApiAuthorizeRequest'),
        refuse: memoryOf(resources, 'IntakeAcceptUsage'),
      },
    });
    print(bill);
    const [perMillion = 0] = documented('Every request to the API costs');
    expect(Math.abs(perMillion - atList(bill))).toBeLessThan(0.05);
    const perMonth = ({ requestsPerSecond }: { requestsPerSecond: number }) =>
      (requestsPerSecond * 86_400 * 30 * perMillion) / 1e6;
    expect(cost).toContain(`a flood costs $${Math.round(perMonth({ requestsPerSecond: 100 }))}`);
    expect(cost).toContain(`bound the cost to $${Math.round(perMonth({ requestsPerSecond: 10 }))}`);
  });

  it('cost a fraction of what the naive design costs', () => {
    const bills = [false, true].map((exact) => naiveMillionRecords({ exact }));
    for (const bill of bills) print(bill);
    const [naive = 0, exact = 0] = bills.map(atList);
    expectDocumented('the naive design, which counts', naive);
    expectDocumented('the same made exact', exact);
  });

  it('of a day leave statistics that cost at most $0.20 in a year', async () => {
    const { simulation, hourStartMs } = await hourInBatchesOf(STEADY.batch);
    const hour = hourBucketId(hourStartMs);
    const units =
      HOURS_OF_DAY * (await simulation.readsOf('hour', hour)) +
      (await simulation.readsOf('day', hour.slice(0, 8)));
    // A unit reads at most 4 KB, so this is rather too much.
    const gbMonths = ((units * 4096) / 1e9) * 12;
    const bill: Bill = {
      title: 'A year of the statistics of one day, with 100 access keys and 1,000 users',
      uses: [
        { what: 'statistics', unit: 'dynamoGbMonth', quantity: gbMonths },
        { what: 'their backups', unit: 'dynamoBackupGbMonth', quantity: gbMonths },
      ],
    };
    print(bill);
    expect(atList(bill)).toBeGreaterThan(0.01);
    expect(atList(bill)).toBeLessThanOrEqual(0.2);
    expectDocumented('take 31 MB and cost', atList(bill));
  });
});

/** The idle run of each schedule of the template, by function and input. */
async function countScheduledRuns(found: TemplateResources): Promise<Record<string, IdleRun>> {
  const schedules = Object.values(found).filter(({ Type }) => Type === 'AWS::Scheduler::Schedule');
  const runs = schedules.map(async ({ Properties }): Promise<readonly [string, IdleRun]> => {
    const variables =
      found[referred(Properties?.Target?.Arn) ?? '']?.Properties?.Environment?.Variables ?? {};
    const service = String(variables['POWERTOOLS_SERVICE_NAME']);
    const event = Properties?.Target?.Input;
    const run = await countIdleRun({
      service,
      ...(event !== undefined && { event }),
      // Names and addresses are known when it is deployed; an idle run only passes them on.
      environment: Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : 'name']),
      ),
    });
    return [[service, event ?? []].flat().join(' '), run];
  });
  return Object.fromEntries(await Promise.all(runs));
}

const HOURS_OF_DAY = 24;
const DAYS_OF_MONTH = 30;
/** More than without usage: test/handlers/metrics-of-usage.test.ts lists them. */
const METRICS_WITH_USAGE = 6;
/** In a month, every two minutes. */
const RUNS_OF_BUDGETS = 30 * 24 * 30;
/** What the nightly sweep recomputes: three days by the hour, the days they are in, and their month. */
const SWEPT_BUCKETS = 72 + 4 + 1;

const hours = new Map<number, ReturnType<typeof steadyHour>>();

/** Simulated once, as that takes a while. */
function hourInBatchesOf(batch: number): ReturnType<typeof steadyHour> {
  const hour = hours.get(batch) ?? steadyHour(new Random(1), { ...STEADY, batch });
  hours.set(batch, hour);
  return hour;
}

/** Units per record when a request brings so many; each is one message, and the consumer has at least one at a time. */
async function countRecordsOf(recordsPerRequest: number): Promise<CountedUnits> {
  const recordsPerBatch = Math.max(STEADY.batch, recordsPerRequest);
  const { perRecord } = await hourInBatchesOf(recordsPerBatch);
  return countRecords(resources, { recordsPerRequest, recordsPerBatch, perRecord });
}
