import type { ActiveAlarm, QueueDepth } from '@token-ledger/aws';
import type { HealthQueue } from '@token-ledger/contract';
import type { HeardSource, LedgerHealth } from '@token-ledger/core';
import type { HealthMetrics } from './health-metrics.ts';

/** Where the parts of a health check come from. Each may fail, or take too long, by itself. */
export interface HealthSources {
  readonly rollUp: () => Promise<LedgerHealth>;
  /** Records quarantined on the UTC day of an instant. */
  readonly quarantined: (atMs: number) => Promise<{ readonly records: number; readonly complete: boolean }>;
  readonly queues: Readonly<Record<HealthQueue, QueuePair>>;
  /** When reports of each source were last received. */
  readonly heard: () => Promise<readonly HeardSource[]>;
  readonly metrics: () => Promise<HealthMetrics>;
  readonly alarms: () => Promise<readonly ActiveAlarm[]>;
}

/** A queue, and where its messages end that nobody could work on. */
interface QueuePair {
  readonly depth: () => Promise<QueueDepth>;
  readonly deadLetters: () => Promise<QueueDepth>;
}
