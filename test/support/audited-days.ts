import {
  type AuditDayDeps,
  type AuditDayOptions,
  auditDay,
  DAY_MS,
  HOUR_MS,
  type StatisticsKey,
  type UsageRecord,
} from '@token-ledger/core';
import { InMemoryQualityStore, InMemorySourceStore, type Step } from '@token-ledger/in-memory';
import { AuditedLedger } from './audited-ledger.ts';
import { NOON, usageRecord } from './records.ts';

export const MAX_RUNS = 4;

/** Yesterday, 2026-11-21, has a record every hour; it is rolled up, and the night after it begins. */
export class AuditedDays {
  readonly ledger = new AuditedLedger();
  readonly sources = new InMemorySourceStore();
  /** Runs every operation on audits and statuses; may be replaced by one that fails. */
  step: Step = async (_operation, effect) => effect();
  readonly audits = new InMemoryQualityStore({ step: (operation, effect) => this.step(operation, effect) });

  static async create(records: readonly UsageRecord[] = hourlyRecords()): Promise<AuditedDays> {
    const days = new AuditedDays();
    await days.ledger.record(...records);
    if (records.length > 0) await days.sources.markHeard('direct', NOON);
    days.ledger.nowMs = NOON + 14 * HOUR_MS;
    await days.ledger.rollUp();
    return days;
  }

  get deps(): AuditDayDeps {
    const { store } = this.ledger;
    const sampleRecords = async (count: number) => {
      const all: UsageRecord[] = [];
      for await (const page of store.scanRecords()) all.push(...page);
      return all.slice(0, count);
    };
    return {
      ...this.ledger.deps,
      sources: this.sources,
      audits: this.audits,
      sampler: { sampleRecords },
      random: () => 0,
    };
  }

  run(options: Partial<AuditDayOptions> = {}) {
    return auditDay(this.deps, { deadlineMs: Number.POSITIVE_INFINITY, maxRuns: MAX_RUNS, ...options });
  }

  /** Replaces stored statistics by others, as no code of the product would. */
  async plant(key: StatisticsKey, change: { readonly count?: number; readonly input?: bigint }) {
    const { store } = this.ledger;
    const [item] = await store.getStatistics([key]);
    if (!item) throw new Error('There is nothing to change.');
    const { statistics, version, ...place } = item;
    const cells = statistics.cells.map(({ measures, ...cell }) => ({
      ...cell,
      measures: { ...measures, input: measures.input + (change.input ?? 0n) },
    }));
    const count = change.count ?? statistics.count;
    await store.putStatistics({ ...place, statistics: { ...statistics, count, cells } }, version);
  }
}

/** One a hour, of the day of `NOON`. */
export function hourlyRecords(): readonly UsageRecord[] {
  const midnight = NOON - DAY_MS / 2;
  return Array.from({ length: 24 }, (_, hour) =>
    usageRecord({ requestId: `req_hour_${hour}`, occurredAtMs: midnight + hour * HOUR_MS }),
  );
}
