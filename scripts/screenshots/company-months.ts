import {
  AGENT_SINCE_DAYS_AGO,
  DEMO_DAYS,
  type DemoCall,
  demoMonth,
  registerMonth,
} from '@token-ledger/cli/demo';
import type { UsageRecord } from '@token-ledger/client';
import { LedgerProblem } from '@token-ledger/client/query';
import { DAY_MS, HOUR_MS, hourBucketId, iso, type RecordSource } from '@token-ledger/core';
import { type Company, openCompany } from './company.ts';
import { budgetsOf, MONTHLY_REPORT, PRICES, WEEKLY_REPORT } from './company-settings.ts';

/** A Wednesday afternoon, late in a month: the pictures are the same whenever they are taken. */
export const NOW = Date.UTC(2026, 10, 25, 15, 24);

const MINUTE_MS = 60_000;
const RUN_EVERY_MS = 3 * HOUR_MS;
/** How the calls of each team are reported. */
const SOURCE_OF_TEAM: Readonly<Record<string, RecordSource>> = { Search: 'client', Support: 'gateway' };
/** How long after a call its report arrives. */
const REPORTED_AFTER_MS = 1800;

interface Event {
  readonly atMs: number;
  readonly run: () => Promise<unknown>;
}

/** Lives through two months of a company until `NOW`: its calls, what its people set up, and what went wrong. */
export async function liveTwoMonths(): Promise<Company> {
  const calls = callsOfTwoMonths();
  const startMs = NOW - 2 * DEMO_DAYS * DAY_MS - HOUR_MS;
  const company = openCompany(startMs);
  const { records, accessKeyIds } = await registerMonth(company.clientOf('omar'), calls);
  const events = [
    ...records.map((record, index) => callOf(company, record, calls[index]?.team.name ?? '')),
    ...daysOf(company, startMs),
    ...nightsOf(company),
    ...settingsOf(company, accessKeyIds),
    ...troublesOf(company, accessKeyIds),
  ];
  for (const { atMs, run } of events.toSorted((a, b) => a.atMs - b.atMs)) {
    company.setClock(atMs);
    await run();
  }
  company.setClock(NOW - 2 * MINUTE_MS);
  await company.rollUp();
  await company.evaluateBudgets();
  company.setClock(NOW);
  await startExport(company);
  return company;
}

/** The month of the demo, and one before it that does not know its new feature yet. */
function callsOfTwoMonths(): readonly DemoCall[] {
  const earlier = demoMonth({ nowMs: NOW - DEMO_DAYS * DAY_MS, calls: 2200, seed: 2 });
  const agentSinceMs = NOW - (DEMO_DAYS + AGENT_SINCE_DAYS_AGO) * DAY_MS;
  const known = earlier.filter(
    ({ record, team }) => record.occurredAt < agentSinceMs || team.name !== 'Platform',
  );
  return [...known.map(withModelOfItsTime), ...demoMonth({ nowMs: NOW - MINUTE_MS })];
}

/** The model of the demo had no price in the first weeks. */
function withModelOfItsTime(call: DemoCall): DemoCall {
  const { record } = call;
  return record.model === 'claude-haiku-5-5'
    ? { ...call, record: { ...record, model: 'claude-haiku-4-5' } }
    : call;
}

function callOf(company: Company, record: UsageRecord, team: string): Event {
  const source = SOURCE_OF_TEAM[team];
  return {
    atMs: Number(record.occurredAt) + REPORTED_AFTER_MS,
    async run() {
      await post(company, { ...record, ...(source && { source }) });
      await company.hear(source ?? 'direct');
      await company.api.directory.touchLastUsed(
        record.accessKeyId ?? '',
        Math.floor(Number(record.occurredAt) / HOUR_MS) * HOUR_MS,
      );
    },
  };
}

/** As a program does that reports again when it should not, an answer of refusal changes nothing here. */
async function post(company: Company, record: object): Promise<void> {
  const body = { records: [record] } as never;
  await company
    .clientOf('program')
    .post('/v1/usage', { body })
    .catch((error: unknown) => {
      if (!(error instanceof LedgerProblem) || !REFUSALS.has(error.code)) throw error;
    });
}

const REFUSALS: ReadonlySet<string> = new Set(['conflict', 'too_many_tokens']);

/** What runs by schedules. */
function daysOf(company: Company, startMs: number): readonly Event[] {
  const runs = Math.floor((NOW - startMs) / RUN_EVERY_MS);
  const firstHour = Math.ceil(startMs / HOUR_MS) * HOUR_MS;
  return Array.from({ length: runs }, (_, index) => ({
    atMs: firstHour + index * RUN_EVERY_MS + 6 * MINUTE_MS,
    run: async () => {
      await company.rollUp();
      await company.evaluateBudgets();
    },
  }));
}

/** The audits of the last month, and an hour whose statistics are lost before the last of them. */
function nightsOf(company: Company): readonly Event[] {
  const today = Math.floor(NOW / DAY_MS) * DAY_MS;
  const nights = Array.from({ length: 30 }, (_, daysAgo) => ({
    atMs: today - daysAgo * DAY_MS + 2 * HOUR_MS + 20 * MINUTE_MS,
    run: () => company.auditYesterday(),
  }));
  const lost = hourBucketId(today - DAY_MS / 2);
  return [...nights, { atMs: today + HOUR_MS, run: async () => company.loseStatistics(lost) }];
}

/** What the administrators set up. */
function settingsOf(company: Company, accessKeyIds: ReadonlyMap<string, string>): readonly Event[] {
  const [pia, omar] = [company.clientOf('pia'), company.clientOf('omar')];
  const at = (daysAgo: number, hour: number, run: () => Promise<unknown>): Event => ({
    atMs: Math.floor(NOW / DAY_MS) * DAY_MS - daysAgo * DAY_MS + hour * HOUR_MS,
    run,
  });
  return [
    at(48, 9.1, () => omar.put('/v1/prices', { body: PRICES })),
    ...budgetsOf(accessKeyIds).map((body, index) =>
      at(40 - index, 10.2, () => pia.post('/v1/budgets', { body })),
    ),
    at(34, 8.6, async () => {
      const { id } = await pia.post('/v1/reports', { body: WEEKLY_REPORT });
      await company.runReport(id);
    }),
    at(24, 6, async () => {
      const { id } = await pia.post('/v1/reports', { body: MONTHLY_REPORT });
      await company.runReport(id);
    }),
    at(16, 13.3, () =>
      omar.post('/v1/access-keys', { body: { name: 'Laptops of Platform', scopes: ['ingest:users'] } }),
    ),
    at(12, 11.4, () => omar.post('/v1/access-keys', { body: { name: 'Grafana', scopes: ['read'] } })),
    at(6, 14.2, async () => {
      const { id } = await omar.post('/v1/access-keys', {
        body: { name: 'Trial of a vendor', scopes: ['ingest'] },
      });
      await omar.put('/v1/access-keys/{id}', {
        path: { id },
        body: { name: 'Trial of a vendor', scopes: ['ingest'], disabled: true },
      });
    }),
    at(3, 9.7, async () => {
      await pia.post('/v1/exports', {
        body: {
          what: ['records', 'statistics'],
          format: 'xlsx',
          dimension: 'user',
          from: '2026-10-01T00:00:00Z',
          to: '2026-11-01T00:00:00Z',
        },
      });
      await company.writeExports();
    }),
    at(1, 16.4, async () => {
      await omar.post('/v1/exports', {
        body: {
          format: 'focus',
          billingAccountId: '123456789012',
          from: '2026-10-01T00:00:00Z',
          to: '2026-11-01T00:00:00Z',
        },
      });
      await company.writeExports();
    }),
  ];
}

/** What was reported twice with other figures, cannot be priced, cannot be right, or could not be read. */
function troublesOf(company: Company, accessKeyIds: ReadonlyMap<string, string>): readonly Event[] {
  const usage = { input_tokens: 1840, output_tokens: 412 };
  const support = {
    accessKeyId: accessKeyIds.get('Support') ?? '',
    feature: 'reply',
    model: 'claude-sonnet-5-5',
  };
  const platform = { accessKeyId: accessKeyIds.get('Platform') ?? '', feature: 'agent' };
  const at = (hoursAgo: number, run: (occurredAt: string) => Promise<unknown>): Event => {
    const atMs = NOW - hoursAgo * HOUR_MS;
    return { atMs, run: () => run(iso(atMs - REPORTED_AFTER_MS)) };
  };
  const { live, notifications } = company.api.deadLetters;
  return [
    at(29, (occurredAt) =>
      post(company, { ...support, requestId: 'req_011CRetry', userId: 'ines.ito', occurredAt, usage }),
    ),
    at(28.9, (occurredAt) =>
      post(company, {
        ...support,
        requestId: 'req_011CRetry',
        userId: 'ines.ito',
        occurredAt,
        usage: { ...usage, output_tokens: 498 },
      }),
    ),
    at(5, (occurredAt) =>
      post(company, { ...support, requestId: 'req_011CShared', userId: 'leo.lindqvist', occurredAt, usage }),
    ),
    at(4.9, (occurredAt) =>
      post(company, { ...support, requestId: 'req_011CShared', userId: 'maya.moreau', occurredAt, usage }),
    ),
    ...Array.from({ length: 14 }, (_, index) =>
      at(26 - index * 1.7, (occurredAt) =>
        post(company, {
          ...platform,
          requestId: `req_011CPreview${index}`,
          userId: 'rosa.rossi',
          model: 'acme-code-preview',
          occurredAt,
          usage,
        }),
      ),
    ),
    ...Array.from({ length: 25 }, (_, index) =>
      at(1 + index * 1.1, async (occurredAt) => {
        await post(company, {
          ...platform,
          feature: 'claude_code',
          source: 'claude_code',
          requestId: `req_011CLaptop${index}`,
          userId: 'quinn.quist',
          model: 'claude-opus-5-5',
          occurredAt,
          usage: { input_tokens: 900 + 31 * index, output_tokens: 600 + 17 * index },
        });
        await company.hear('claude_code');
      }),
    ),
    at(7, async (occurredAt) => {
      await post(company, {
        ...platform,
        requestId: 'req_011CTooMany',
        model: 'claude-opus-5-5',
        occurredAt,
        usage: { input_tokens: 912_000_000, output_tokens: 1 },
      });
    }),
    at(20, async (occurredAt) => {
      const records = ['req_011CLate1', 'req_011CLate2', 'req_011CLate3'].map((requestId) => ({
        ...support,
        requestId,
        occurredAt,
        usage,
      }));
      live.add(JSON.stringify({ v: 1, receivedAt: Date.parse(occurredAt), records }));
    }),
    at(19, async () => live.add('{"v":1,"records":')),
    at(11, async () => notifications.add('{}')),
  ];
}

/** An export that is under way at `NOW`. */
async function startExport(company: Company): Promise<void> {
  const body = { format: 'csv', from: iso(NOW - 14 * DAY_MS), to: iso(NOW) } as const;
  await company.clientOf('pia').post('/v1/exports', { body });
  await company.writeSomeOfExports();
}
