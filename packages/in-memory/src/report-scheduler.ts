import { type ReportSchedule, type ReportScheduler, stableJson } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryReportSchedulerOptions {
  /** Wraps every operation; by default it runs at once. */
  readonly step?: Step;
}

/** Keeps schedules, so that tests can inspect them. Starts nothing itself. */
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

  /** The schedules by the ids of their reports. */
  get schedules(): Readonly<Record<string, ReportSchedule>> {
    return Object.fromEntries(this.#schedules);
  }
}
