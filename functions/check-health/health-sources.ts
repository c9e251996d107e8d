import type { ActiveAlarm, QueueDepth } from '@token-ledger/aws';
import type { HealthQueue } from '@token-ledger/contract';
import type { LedgerHealth } from '@token-ledger/core';
import type { HealthMetrics } from './health-metrics.ts';

/** The sources of a health check. Each may fail, or take too long, without the others. */
export interface HealthSources {
  readonly rollUp: () => Promise<LedgerHealth>;
  /** Records quarantined on the UTC day of an instant. */
  readonly quarantined: (atMs: number) => Promise<{ readonly records: number; readonly complete: boolean }>;
  readonly queues: Readonly<Record<HealthQueue, QueuePair>>;
  readonly metrics: () => Promise<HealthMetrics>;
  readonly alarms: () => Promise<readonly ActiveAlarm[]>;
}

/** A queue and its dead-letter queue. */
interface QueuePair {
  readonly depth: () => Promise<QueueDepth>;
  readonly deadLetters: () => Promise<QueueDepth>;
}
