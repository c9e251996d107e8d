import type { ActiveAlarm, QueueDepth } from '@token-ledger/aws';
import { HEALTH_QUEUES, type HealthQueue, type HealthResponse } from '@token-ledger/contract';
import { compareIds, type HeardSource, iso, type LedgerHealth } from '@token-ledger/core';
import type { Log } from '../shared/telemetry.ts';
import { alarmPrefix, readAlarmDescription } from './contract.ts';
import type { ErrorSums, HealthMetrics } from './health-metrics.ts';
import type { HealthSources } from './health-sources.ts';
import { inTime } from './in-time.ts';
import { isVital, judgeHealth } from './judge-health.ts';

/** What a healthy call takes a hundredth of. All are made at once. */
const CALL_MS = 2_000;
/** One slow answer, as the first of a busy machine, does not make a deployment degraded. */
const VITAL_ATTEMPTS = 2;

export interface HealthOptions {
  readonly sources: HealthSources;
  readonly stage: string;
  readonly errorRateThreshold: number;
  /** 0 where no roll-up is scheduled. */
  readonly rollUpSilentAfterSeconds: number;
  readonly logger: Log;
  /** Default: 2 s. */
  readonly callMs?: number;
}

/** Asks every source at once, for two seconds at most, vital ones twice, and judges what is known then. Never rejects. */
export async function checkHealth(options: HealthOptions, atMs: number): Promise<HealthResponse> {
  const { sources, logger, callMs = CALL_MS } = options;
  const unknown: string[] = [];
  const ask = async <T>(
    part: string,
    source: () => Promise<T>,
    attempts = isVital(part) ? VITAL_ATTEMPTS : 1,
  ): Promise<T | null> => {
    try {
      return await inTime(callMs, source());
    } catch (error) {
      if (attempts > 1) return ask(part, source, attempts - 1);
      logger.warn('A part of the health check could not be had.', { part, error });
      unknown.push(part);
      return null;
    }
  };
  const depths = Promise.all(
    HEALTH_QUEUES.map(async (name) => {
      const [depth, deadLetters] = await Promise.all([
        ask(`queues.${name}`, sources.queues[name].depth),
        ask(`queues.${name}.deadLetters`, sources.queues[name].deadLetters),
      ]);
      return { name, depth, deadLetters };
    }),
  );
  const [rollUp, metrics, alarms, quarantinedToday, heard, queues] = await Promise.all([
    ask('rollUp', sources.rollUp),
    ask('metrics', () => sources.metrics()),
    ask('alarms', sources.alarms),
    ask('quarantinedToday', () => sources.quarantined(atMs)),
    ask('sources', sources.heard),
    depths,
  ]);
  const described = queues.map(({ name, depth, deadLetters }) => [
    name,
    presentQueue(name, depth, deadLetters, metrics),
  ]);
  const byName = Object.fromEntries(described) as HealthResponse['queues'];
  if (metrics && !metrics.errors) unknown.push('errors');
  const parts = {
    unknown: unknown.toSorted(),
    asOf: iso(atMs),
    freshnessSeconds: byName.live.oldestSeconds,
    rollUp: rollUp && presentRollUp(rollUp),
    queues: byName,
    errors: metrics?.errors ? presentErrors(metrics.errors, options.errorRateThreshold) : null,
    alarms: alarms && presentAlarms(alarms, alarmPrefix(options.stage)),
    quarantinedToday,
    sources: heard && presentSources(heard),
  };
  return { ...judgeHealth(parts, options), ...parts };
}

function presentRollUp({ rollUpCompletedAtMs, pending, oldestPendingMs }: LedgerHealth) {
  return {
    ...(rollUpCompletedAtMs !== undefined && { lastCompletedAt: iso(rollUpCompletedAtMs) }),
    pending,
    oldestPendingSeconds: Math.floor(oldestPendingMs / 1000),
  };
}

function presentQueue(
  name: HealthQueue,
  depth: QueueDepth | null,
  deadLetters: QueueDepth | null,
  metrics: HealthMetrics | null,
): HealthResponse['queues'][HealthQueue] {
  const empty = depth?.visible === 0 && depth.inFlight === 0;
  return {
    visible: depth?.visible ?? null,
    inFlight: depth?.inFlight ?? null,
    // Of a queue at rest nothing is measured, and what was measured of an empty one is over.
    oldestSeconds: empty ? 0 : (metrics?.queueAges[name] ?? null),
    deadLetters: deadLetters && deadLetters.visible + deadLetters.inFlight,
  };
}

function presentErrors(sums: ErrorSums, threshold: number): HealthResponse['errors'] {
  const { fromMs, accepted, rejected, failed, requests, serverErrors, invocations, errors } = sums;
  const sent = accepted + rejected + failed;
  const errorRate = sent === 0 ? 0 : Math.round(((rejected + failed) / sent) * 1e6) / 1e6;
  return {
    from: iso(fromMs),
    records: { accepted, rejected, failed, errorRate, threshold },
    api: { requests, serverErrors },
    consumer: { invocations, errors },
  };
}

/** Another stage's name may begin with this one's and a hyphen: names of alarms have none. */
function presentAlarms(alarms: readonly ActiveAlarm[], prefix: string): HealthResponse['alarms'] {
  return alarms
    .filter(({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes('-'))
    .map(({ name, sinceMs, description }) => {
      // A description that was changed by hand deserves a look.
      const { severity = 'high', ...words } = readAlarmDescription(description) ?? {};
      return { name, since: iso(sinceMs), severity, ...words } as const;
    })
    .toSorted((a, b) => order(a.severity, b.severity) || order(b.since, a.since) || order(a.name, b.name));
}

function presentSources(heard: readonly HeardSource[]): HealthResponse['sources'] {
  return heard
    .map(({ source, lastHeardAtMs, silent }) => ({ source, lastHeardAt: iso(lastHeardAtMs), silent }))
    .toSorted((a, b) => compareIds(a.source, b.source));
}

/** `high` comes before `low`. */
function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
