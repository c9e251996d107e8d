import {
  compareIds,
  type DeliveryAttempt,
  type ExportJob,
  type Report,
  type ReportChannelName,
  type ReportRun,
  type ReportStore,
  type RunKey,
  type RunOutcome,
  type RunStore,
  type StoredRun,
} from '@token-ledger/core';
import type { InMemoryExportStore } from './export-store.ts';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryReportStoreOptions {
  /** The store that receives the exports of runs. */
  readonly exports: InMemoryExportStore;
  /** Wraps every operation; by default it runs at once. */
  readonly step?: Step;
}

/** Reports and runs with the semantics of the real store; runs do not expire. */
export class InMemoryReportStore implements ReportStore, RunStore {
  readonly #step: Step;
  readonly #exports: InMemoryExportStore;
  readonly #reports = new Map<string, Report>();
  readonly #runs = new Map<string, StoredRun>();

  constructor({ exports, step = runAtOnce }: InMemoryReportStoreOptions) {
    this.#exports = exports;
    this.#step = step;
  }

  createReport(report: Report): Promise<void> {
    return this.#step('createReport', () => {
      if (this.#reports.has(report.id)) throw new Error(`The report ${report.id} already exists.`);
      this.#reports.set(report.id, frozenCopy(report));
    });
  }

  getReport(id: string): Promise<Report | undefined> {
    return this.#step('getReport', () => this.#reports.get(id));
  }

  listReports(): Promise<readonly Report[]> {
    return this.#step('listReports', () =>
      [...this.#reports.values()].toSorted((a, b) => compareIds(a.id, b.id)),
    );
  }

  replaceReport(report: Report): Promise<boolean> {
    return this.#step('replaceReport', () => {
      if (this.#reports.get(report.id)?.revision !== report.revision - 1) return false;
      this.#reports.set(report.id, frozenCopy(report));
      return true;
    });
  }

  deleteReport(id: string): Promise<boolean> {
    return this.#step('deleteReport', () => this.#reports.delete(id));
  }

  startRun(run: ReportRun, job: ExportJob): Promise<boolean> {
    return this.#step('startRun', () => {
      const name = nameOf({ reportId: run.reportId, runId: run.id });
      if (this.#runs.has(name)) return false;
      this.#exports.insertAtOnce(job);
      this.#runs.set(name, frozenCopy({ ...run, deliveries: {} }));
      return true;
    });
  }

  getRun(key: RunKey): Promise<StoredRun | undefined> {
    return this.#step('getRun', () => this.#runs.get(nameOf(key)));
  }

  listRuns(
    reportId: string,
    { limit, beforeId }: { readonly limit: number; readonly beforeId?: string },
  ): Promise<readonly StoredRun[]> {
    return this.#step('listRuns', () =>
      [...this.#runs.values()]
        .filter((run) => run.reportId === reportId)
        .filter(({ id }) => beforeId === undefined || compareIds(id, beforeId) < 0)
        .toSorted((a, b) => compareIds(b.id, a.id))
        .slice(0, limit),
    );
  }

  deleteRun(key: RunKey): Promise<void> {
    return this.#step('deleteRun', () => {
      this.#runs.delete(nameOf(key));
    });
  }

  settleRun(key: RunKey, outcome: RunOutcome): Promise<void> {
    return this.#step('settleRun', () => {
      const run = this.#runs.get(nameOf(key));
      if (run && !run.outcome) this.#runs.set(nameOf(key), frozenCopy({ ...run, outcome }));
    });
  }

  noteDelivery(key: RunKey, channel: ReportChannelName, attempt: DeliveryAttempt): Promise<void> {
    return this.#step('noteDelivery', () => {
      const run = this.#runs.get(nameOf(key));
      const before = run?.deliveries[channel];
      if (!run || (before && before.problem === undefined)) return;
      const deliveries = { ...run.deliveries, [channel]: attempt };
      this.#runs.set(nameOf(key), frozenCopy({ ...run, deliveries }));
    });
  }
}

function nameOf({ reportId, runId }: RunKey): string {
  return `${reportId}/${runId}`;
}
