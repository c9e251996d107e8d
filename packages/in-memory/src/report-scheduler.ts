import { type ReportSchedule, type ReportScheduler, stableJson } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryReportSchedulerOptions {
  /** Runs every operation; at once if absent. */
  readonly step?: Step;
}

/** Keeps schedules, for tests to look at. Starts nothing by itself. */
export class InMemoryReportScheduler implements ReportScheduler {
  readonly #step: Step;
  readonly #schedules = new Map<string, ReportSchedule>();

  constructor({ step = runAtOnce }: InMemoryReportSchedulerOptions = {}) {
    this.#step = step;
  }

  ensure(reportId: string, schedule: ReportSchedule): Promise<boolean> {
    return this.#step('ensureSchedule', () => {
      if (stableJson(this.#schedules.get(reportId)) === stableJson(schedule)) return false;
      this.#schedules.set(reportId, frozenCopy(schedule));
      return true;
    });
  }

  remove(reportId: string): Promise<void> {
    return this.#step('removeSchedule', () => {
      this.#schedules.delete(reportId);
    });
  }

  /** What is scheduled, by the ids of reports. */
  get schedules(): Readonly<Record<string, ReportSchedule>> {
    return Object.fromEntries(this.#schedules);
  }
}
