import { createQueryClient, type QueryClient } from '@token-ledger/client/query';
import { HEALTH_QUEUES } from '@token-ledger/contract';
import {
  ALL_ID,
  auditDay,
  DAY_MS,
  deliverAlert,
  deliverRun,
  evaluateBudgets,
  exportProgress,
  heardSources,
  iso,
  type RecordSource,
  readHealth,
  runScheduled,
  SCOPES,
  writeExport,
} from '@token-ledger/core';
import { InMemoryQualityStore, InMemorySourceStore } from '@token-ledger/in-memory';
import { AUDIT_HOURS } from '../../functions/audit-ledger/contract.ts';
import { describeAlarm } from '../../functions/check-health/contract.ts';
import { countQuarantinedToday } from '../../functions/check-health/count-quarantined-today.ts';
import { createHandler as createCheckHealth } from '../../functions/check-health/handler.ts';
import { createHandler as createRebuildUsage } from '../../functions/rebuild-usage/handler.ts';
import { createSpreadsheet } from '../../functions/write-export/spreadsheets.ts';
import { checkedQuality } from '../../test/support/checked-quality.ts';
import { rollUpsOnRequest } from '../../test/support/ledger-over.ts';
import { recordingTelemetry } from '../../test/support/recording-telemetry.ts';
import { servedApi } from '../../test/support/served-api.ts';

/** People who sign in, by what they send as their access key. */
const PEOPLE = {
  pia: { kind: 'person', role: 'admin', subject: 'sub_pia', userId: 'pia.petrov' },
  omar: { kind: 'person', role: 'admin', subject: 'sub_omar', userId: 'omar.okafor' },
} as const;
export type PersonName = keyof typeof PEOPLE;

export type Company = ReturnType<typeof openCompany>;

/** A deployment in memory, whose clock is set by hand: the functions of all routes, and what runs by schedules. */
export function openCompany(startMs: number) {
  const api = servedApi({
    callerOf: (headers) => {
      const name = headers.get('authorization')?.replace('Bearer ', '') as PersonName;
      return PEOPLE[name] ? { person: PEOPLE[name] } : { scopes: SCOPES };
    },
  });
  const { budgets, harness, reports } = api;
  const { ledger, manage } = harness;
  const sources = new InMemorySourceStore();
  const audits = new InMemoryQualityStore();
  const clock = () => ledger.nowMs;
  ledger.nowMs = startMs;
  const telemetry = recordingTelemetry();
  const shared = { ledger: ledger.deps, audit: api.audit, telemetry };
  const heard = async () => heardSources(await sources.listSources(), SILENT_AFTER_MINUTES, clock());
  Object.assign(api.handlers, {
    'check-health': checkedHealth(api, heard),
    'check-quality': checkedQuality(ledger, { shownIdsOf: harness.shown.shownIdsOf, audits, sources: heard }),
    // A rebuild waits for the next roll-up, so that its progress can be seen.
    'rebuild-usage': createRebuildUsage({ ...shared, startRollUp: async () => {}, pause: async () => {} }),
  });

  return {
    api,
    /** The clock shows this from now on. */
    setClock(atMs: number) {
      ledger.nowMs = atMs;
    },
    clientOf: (caller: PersonName | 'program'): QueryClient =>
      createQueryClient({ endpoint: 'http://ledger.test', accessKey: caller, fetch: api.fetch }),
    hear: (source: RecordSource) => sources.markHeard(source, clock()),
    rollUp: () => ledger.rollUp(),
    /** The runs of a night. */
    async auditYesterday(): Promise<void> {
      const deps = {
        ...ledger.deps,
        audits,
        sources,
        sampler: { sampleRecords: async () => [] },
        random: () => 0,
      };
      for (const _ of AUDIT_HOURS) {
        await auditDay(deps, { deadlineMs: Number.POSITIVE_INFINITY, maxRuns: AUDIT_HOURS.length });
        await ledger.rollUp();
      }
    },
    /** Statistics of an hour get lost, as no code of the product would lose them. */
    loseStatistics: (bucketId: string) =>
      ledger.store.loseStatistics({ period: 'hour', bucketId, dimension: 'all', id: ALL_ID }),
    /** Starts to count a week again, and does so for some of its days. Returns the id of the rebuild. */
    async startRebuild(): Promise<string> {
      const [fromMs, toMs] = WEEK_TO_REBUILD;
      const body = { from: iso(fromMs), to: iso(toMs) };
      const { id } = await this.clientOf('pia').post('/v1/rebuilds', { body });
      await rollUpsOnRequest(ledger.deps).run({ fromMs, toMs: fromMs + 4.2 * DAY_MS });
      return id;
    },
    /** Fires what is reached, and delivers it to every channel of the budget. */
    async evaluateBudgets(): Promise<void> {
      await evaluateBudgets({ ledger: ledger.deps, budgets });
      const channel = (name: 'topic' | 'webhook') => ({
        name,
        deliver: async (_: unknown, budget?: { webhook?: unknown }) =>
          name !== 'webhook' || budget?.webhook !== undefined,
      });
      const channels = [channel('topic'), channel('webhook')];
      for (const key of await budgets.listWaitingAlerts()) {
        await deliverAlert({ store: budgets, channels, clock }, key);
        await budgets.markHandedOver(key);
      }
    },
    /** Writes what waits. */
    async writeExports(): Promise<void> {
      for (const id of harness.sent.splice(0)) await writeExport(inOnePart(api), id, Number.MAX_SAFE_INTEGER);
    },
    /** Writes about half of what waits, as a function does whose time ends. */
    async writeSomeOfExports(): Promise<void> {
      for (const id of harness.sent.splice(0)) await writeHalfOfExport(api, id);
    },
    async runReport(reportId: string): Promise<void> {
      const report = await reports.getReport(reportId);
      if (!report) throw new Error(`There is no report ${reportId}.`);
      const { runId } = await runScheduled(
        { ...manage, runs: reports, calendar: ledger.deps.calendar, scheduledRunId },
        report,
        clock(),
      );
      await this.writeExports();
      const channels = (['topic', 'webhook'] as const).map((name) => ({ name, deliver: async () => true }));
      await deliverRun({ reports, exports: harness.exports, channels, clock }, { reportId, runId });
    },
  };
}

const WEEK_TO_REBUILD = [Date.UTC(2026, 10, 9), Date.UTC(2026, 10, 16)] as const;
const SILENT_AFTER_MINUTES = { gateway: 60, client: 60, claude_code: 60 };
const scheduledRunId = (reportId: string, scheduledAtMs: number) => `${scheduledAtMs}-${reportId}`;

/** With real spreadsheets, and parts that are large enough for one request. */
function inOnePart({ harness: { deps } }: ReturnType<typeof servedApi>) {
  return {
    ...deps,
    spreadsheets: createSpreadsheet,
    partBytes: 5_000_000,
    batchRecords: 500,
  };
}

const WRITING_TICKS = 200;

/** Each writer has time for a little, until more than half is done. */
async function writeHalfOfExport({ harness }: ReturnType<typeof servedApi>, id: string): Promise<void> {
  const { deps, exports } = harness;
  for (;;) {
    const job = await exports.getExport(id);
    if (!job || exportProgress(job) > 0.6) return;
    let ticks = 0;
    const clock = () => {
      ticks += 1;
      return deps.clock() + ticks;
    };
    await writeExport(
      { ...deps, batchRecords: 100, checkpointMs: 60_000, clock },
      id,
      deps.clock() + WRITING_TICKS,
    );
  }
}

type ReadHeard = () => Promise<ReturnType<typeof heardSources>>;

function checkedHealth({ harness, deadLetters }: ReturnType<typeof servedApi>, heard: ReadHeard) {
  const { deps, store } = harness.ledger;
  const { clock } = deps;
  const nothing = async () => ({ visible: 0, inFlight: 0 });
  const waiting = (queue: keyof typeof deadLetters) => async () => ({
    visible: (await deadLetters[queue].depth()).waiting,
    inFlight: 0,
  });
  const queues = HEALTH_QUEUES.map((name) => {
    const letters = name in deadLetters ? waiting(name as keyof typeof deadLetters) : nothing;
    return [name, { depth: nothing, deadLetters: letters }];
  });
  return createCheckHealth({
    sources: {
      rollUp: () => readHealth(deps),
      quarantined: (atMs) => countQuarantinedToday(store, atMs),
      queues: Object.fromEntries(queues),
      metrics: async () => ({
        errors: {
          accepted: 2140,
          rejected: 3,
          failed: 0,
          requests: 812,
          serverErrors: 0,
          invocations: 96,
          errors: 0,
          fromMs: clock() - 3_600_000,
        },
        queueAges: Object.fromEntries(HEALTH_QUEUES.map((name) => [name, 2])),
      }),
      alarms: async () => [
        {
          name: 'token-ledger-prod-UnpricedRecords',
          sinceMs: clock() - 2 * 3_600_000,
          description: describeAlarm({
            meaning: 'Requests have no price, so costs are too low.',
            severity: 'low',
            runbook: 'unpriced-requests',
          }),
        },
      ],
      heard,
    },
    stage: 'prod',
    errorRateThreshold: 0.05,
    rollUpSilentAfterSeconds: 600,
    clock,
    telemetry: recordingTelemetry(),
  });
}
