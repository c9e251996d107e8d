import { HEALTH_QUEUES, ROUTES, type Route, type RouteName, routeKey } from '@token-ledger/contract';
import {
  type AccessKeyPrincipal,
  type LedgerStore,
  type PersonPrincipal,
  readHealth,
  SHIPPED_PRICE_BOOK,
  type UsageRecord,
} from '@token-ledger/core';
import { InMemoryBudgetStore, InMemoryReportScheduler, InMemoryReportStore } from '@token-ledger/in-memory';
import { countQuarantinedToday } from '../../functions/check-health/count-quarantined-today.ts';
import { createHandler as createCheckHealth } from '../../functions/check-health/handler.ts';
import type { HealthSources } from '../../functions/check-health/health-sources.ts';
import { createHandler as createManageAccess } from '../../functions/manage-access/handler.ts';
import { createHandler as createManageBudgets } from '../../functions/manage-budgets/handler.ts';
import { createHandler as createManageExports } from '../../functions/manage-exports/handler.ts';
import { createHandler as createManagePrices } from '../../functions/manage-prices/handler.ts';
import { createHandler as createManageReports } from '../../functions/manage-reports/handler.ts';
import { createHandler as createQueryRecords } from '../../functions/query-records/handler.ts';
import { createHandler as createQueryUsage } from '../../functions/query-usage/handler.ts';
import { createListCache } from '../../functions/query-usage/list-cache.ts';
import { createHandler as createRebuildUsage } from '../../functions/rebuild-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { createReadNames } from '../../functions/shared/names.ts';
import { type Answered, answered } from './answered.ts';
import { checkedQuality } from './checked-quality.ts';
import { ExportHarness } from './exports.ts';
import { rollUpsOnRequest } from './ledger-over.ts';
import { recordedAudit } from './recorded-audit.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { shownIds } from './shown-ids.ts';

export interface Asked {
  /** The signed-in person; by default an access key with the scopes `read` and `admin` calls. */
  readonly person?: PersonPrincipal;
  readonly query?: Readonly<Record<string, string>>;
  /** An access key that may do less than read and administer. */
  readonly key?: AccessKeyPrincipal;
  /** The parameters of the path. */
  readonly id?: string;
  readonly runId?: string;
  readonly body?: unknown;
}

export interface WholeApiOptions {
  readonly pseudonymizeUsers?: boolean;
  /** What usage is read from, instead of the in-memory ledger. */
  readonly store?: LedgerStore;
}

/** Every function that viewers can reach, over one in-memory ledger. */
export function wholeApi({ pseudonymizeUsers = false, store }: WholeApiOptions = {}) {
  const harness = new ExportHarness();
  const ledger = { ...harness.ledger.deps, ...(store && { store }), listCache: createListCache() };
  const budgets = new InMemoryBudgetStore();
  const reports = new InMemoryReportStore({ exports: harness.exports });
  const telemetry = recordingTelemetry();
  const audit = recordedAudit({ clock: ledger.clock });
  const { directory } = harness;
  const { shownIdsOf } = shownIds({ directory, clock: ledger.clock, pseudonymizeUsers });
  const common = { ledger, shownIdsOf, audit, telemetry };
  const signingKey = async () => new Uint8Array(32).fill(7);
  const noMessages = async () => ({ visible: 0, inFlight: 0 });
  let ids = 0;
  const handlers: Partial<Record<Route['service'], ReturnType<typeof createQueryUsage>>> = {
    'query-usage': createQueryUsage({ ...common, signingKey, cacheTtlSeconds: 3600 }),
    'query-records': createQueryRecords({ ...common, signingKey, lateLimitDays: 35 }),
    'rebuild-usage': createRebuildUsage({
      ...common,
      startRollUp: rollUpsOnRequest(ledger).start,
      pause: async () => {},
    }),
    'check-health': createCheckHealth({
      sources: {
        rollUp: () => readHealth(ledger),
        quarantined: (atMs) => countQuarantinedToday(ledger.store, atMs),
        queues: Object.fromEntries(
          HEALTH_QUEUES.map((queue) => [queue, { depth: noMessages, deadLetters: noMessages }]),
        ) as HealthSources['queues'],
        // Neither contains ids of users, nor do they answer here.
        metrics: () => Promise.reject(new Error('There are no metrics.')),
        alarms: async () => [],
        heard: async () => [],
      },
      stage: 'dev',
      errorRateThreshold: 0.05,
      rollUpSilentAfterSeconds: 600,
      clock: ledger.clock,
      telemetry,
    }),
    'check-quality': checkedQuality({ deps: ledger }, common),
    'manage-prices': createManagePrices({
      prices: { store: ledger.prices, clock: ledger.clock, shipped: SHIPPED_PRICE_BOOK },
      audit,
      telemetry,
    }),
    'manage-budgets': createManageBudgets({
      ...common,
      store: budgets,
      newId: () => `b${(ids += 1)}`,
      newWebhookSecret: () => `whsec_${Buffer.alloc(32).toString('base64')}`,
    }),
    'manage-reports': createManageReports({
      ...common,
      reports,
      start: {
        ...harness.manage,
        runs: reports,
        calendar: ledger.calendar,
        scheduledRunId: (reportId, scheduledAtMs) => `${scheduledAtMs}-${reportId}`,
      },
      scheduler: new InMemoryReportScheduler(),
      timeZone: 'UTC',
      newId: () => `r${(ids += 1)}`,
      newWebhookSecret: () => `whsec_${Buffer.alloc(32).toString('base64')}`,
    }),
    'manage-access': createManageAccess({
      accessKeys: directory,
      users: directory,
      events: NO_EVENTS,
      waitingEvents: directory,
      audit,
      readNames: createReadNames({ accessKeys: directory, users: directory, clock: ledger.clock }),
      clock: ledger.clock,
      calendar: ledger.calendar,
      newId: () => `a${(ids += 1)}`,
      signingKey,
      telemetry,
    }),
    'manage-exports': createManageExports({
      ...common,
      ledger: harness.manage,
      linkTo: async (key) => `https://files/${key}`,
    }),
  };

  async function call(
    name: RouteName,
    { person, key, query = {}, id, runId, body }: Asked = {},
  ): Promise<Answered> {
    const route: Route = ROUTES[name];
    const handler = handlers[route.service];
    if (!handler) throw new Error(`Nothing answers ${routeKey(route)} here.`);
    return answered(handler, {
      method: route.method,
      path: route.path,
      query,
      pathParameters: { id: id ?? '', requestId: id ?? '', runId: runId ?? '' },
      json: body,
      ...(person ? { person } : { scopes: ['read', 'admin'], ...(key && { principal: key }) }),
    });
  }

  return {
    harness,
    directory,
    audit,
    budgets,
    reports,
    handlers,
    call,
    record: (...records: readonly UsageRecord[]) => harness.ledger.record(...records),
  };
}
