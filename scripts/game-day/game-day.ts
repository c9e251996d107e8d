import { LambdaClient } from '@aws-sdk/client-lambda';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { createQueryClient, type QueryClient } from '@token-ledger/client/query';
import type { HealthResponse } from '@token-ledger/contract';
import { HOUR_MS } from '@token-ledger/core';
import { SERVICES } from '../../functions/shared/metrics.ts';
import { auditDeployment } from '../crash/audit-deployment.ts';
import { invoke, rollUpNow } from '../local/roll-up.ts';
import type { Deployment } from '../local/state.ts';
import { waitUntil } from '../local/wait-until.ts';
import { type Alarms, createAlarms } from './alarms.ts';
import { createFaults, type Faults } from './faults.ts';
import { type Functions, findFunctions } from './functions.ts';
import { createLedgerClock, type LedgerClock } from './ledger-clock.ts';
import { createMetricReader, type Measured } from './metrics.ts';
import { createQueues, type Queues } from './queues.ts';
import { receiveSignals, type Signals } from './signals.ts';
import { createUsage, type GameDayUsage } from './usage.ts';

/** A deployment under incidents, and a clock of periods of five minutes, which last as long as what is done in them. */
export interface GameDay {
  readonly deployment: Deployment;
  readonly api: QueryClient;
  readonly usage: GameDayUsage;
  readonly queues: Queues;
  readonly faults: Faults;
  readonly functions: Functions;
  readonly ledgerClock: LedgerClock;
  readonly alarms: Alarms;
  readonly signals: Signals;
  /**
   * Lets periods pass: in each, `action` happens, the schedules that are enabled run once, metrics are measured and alarms
   * evaluated.
   */
  readonly pass: (periods: number, action?: () => Promise<unknown>) => Promise<void>;
  /** One period that takes longer than five minutes: for what only has to grow old. */
  readonly passMinutes: (minutes: number) => Promise<void>;
  /** What `GET /v1/health` answers now, and not what it remembers. */
  readonly health: () => Promise<HealthResponse>;
  /** Rolls up all that is over, and audits three days. Returns the number of differences. */
  readonly audit: () => Promise<number>;
}

const PERIOD_MINUTES = 5;
const HEALTH_REMEMBERED_MS = 16_000;
const HEALTH_WITHIN_MS = 60_000;
const AUDITED_MS = 72 * HOUR_MS;
const SCHEDULED = { Rollup: SERVICES.rollUpUsage, Budgets: SERVICES.evaluateBudgets } as const;

export async function beginGameDay(deployment: Deployment, directory: string): Promise<GameDay> {
  const { apiUrl, accessKey } = deployment;
  const api = createQueryClient({ endpoint: apiUrl, accessKey });
  const functions = await findFunctions(deployment);
  const reader = createMetricReader(functions.names);
  const alarms = await createAlarms(deployment, directory);
  const ledgerClock = createLedgerClock(deployment);
  const [scheduler, lambda] = [new SchedulerClient({}), new LambdaClient({})];
  const periods: Measured[] = [];

  async function runSchedules(): Promise<void> {
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
    for (const [construct, service] of Object.entries(SCHEDULED)) {
      const schedule = Schedules.find(({ Name }) => Name?.includes(`${construct}Schedule`));
      if (schedule?.State === 'ENABLED') await invoke(lambda, service, '{}').catch(() => undefined);
    }
  }

  async function passOne(minutes: number, action?: () => Promise<unknown>): Promise<void> {
    await action?.();
    if (periods.length > 0) await ledgerClock.ageHeartbeat(minutes);
    await runSchedules();
    periods.push(await reader.readPeriod(minutes));
    await alarms.evaluate(periods);
  }

  return {
    deployment,
    api,
    usage: createUsage(deployment),
    queues: createQueues(deployment),
    faults: createFaults(directory),
    functions,
    ledgerClock,
    alarms,
    signals: await receiveSignals(deployment),
    async pass(count, action) {
      for (let period = 0; period < count; period += 1) await passOne(PERIOD_MINUTES, action);
    },
    passMinutes: (minutes) => passOne(minutes),
    async health() {
      // It remembers its answer for a quarter of a minute, and metrics for a minute.
      await functions.kill(SERVICES.checkHealth);
      return waitUntil(
        'an answer of the health check',
        HEALTH_WITHIN_MS,
        async () => {
          const health = await api.get('/v1/health');
          // On a busy machine, its first calls can take longer than it waits for.
          return health.reasons.some(({ code }) => code === 'not_reachable') ? undefined : health;
        },
        HEALTH_REMEMBERED_MS,
      );
    },
    async audit() {
      await rollUpNow(deployment);
      const now = Date.now();
      const { differences } = await auditDeployment(deployment, now - AUDITED_MS, now + HOUR_MS);
      return differences;
    },
  };
}
