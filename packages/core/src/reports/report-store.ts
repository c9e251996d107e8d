import type { ExportJob } from '../exports/export-job.ts';
import type { Report, ReportChannelName, ReportSchedule } from './report.ts';
import type { DeliveryAttempt, ReportRun, RunKey, RunOutcome, StoredRun } from './report-run.ts';

/** Reads are strongly consistent. */
export interface ReportStore {
  /** Stores a new report. Its id must never have been used. */
  createReport(report: Report): Promise<void>;
  getReport(id: string): Promise<Report | undefined>;
  /** All of them, in the order of their ids. */
  listReports(): Promise<readonly Report[]>;
  /** Stores the report if the stored one still has the revision before; tells whether it did. */
  replaceReport(report: Report): Promise<boolean>;
  /** Tells whether there was one. Its runs stay until they expire. */
  deleteReport(id: string): Promise<boolean>;
}

/** What became of reports, and is kept for 400 days. Reads are strongly consistent. */
export interface RunStore {
  /**
   * Stores a run and its export in the same instant, unless there is such a run; tells whether it stored them. Nothing else
   * makes the export of a run, so that there is one however often a run is begun.
   */
  startRun(run: ReportRun, job: ExportJob): Promise<boolean>;
  getRun(key: RunKey): Promise<StoredRun | undefined>;
  /** The newest first, those with ids before `beforeId`. */
  listRuns(
    reportId: string,
    page: { readonly limit: number; readonly beforeId?: string },
  ): Promise<readonly StoredRun[]>;
  deleteRun(key: RunKey): Promise<void>;
  /** Keeps the outcome told first. Does nothing if there is no such run. */
  settleRun(key: RunKey, outcome: RunOutcome): Promise<void>;
  /** Keeps the last attempt, or the first that was confirmed. Does nothing if there is no such run. */
  noteDelivery(key: RunKey, channel: ReportChannelName, attempt: DeliveryAttempt): Promise<void>;
}

/** What has reports run at their times: for each time at least once, and perhaps late. */
export interface ReportScheduler {
  /** Makes the schedule of a report what it has to be; tells whether it was anything else. */
  ensure(reportId: string, schedule: ReportSchedule): Promise<boolean>;
  /** Also when there is none. */
  remove(reportId: string): Promise<void>;
}

/** Where runs that are over wait to be told of: at least once, in any order. */
export interface RunQueue {
  sendRun(key: RunKey): Promise<void>;
}

/** What is told when a run is over. */
export interface RunNotice {
  readonly run: ReportRun;
  readonly outcome: RunOutcome;
  /** Absent when its files are deleted by now. */
  readonly job?: ExportJob;
}

/** One way to reach people or programs. */
export interface ReportChannel {
  readonly name: ReportChannelName;
  /**
   * Delivers, and tells whether there was somewhere to deliver to. Rejects when it is to be tried again: with a
   * `DeliveryError` if people may be told why.
   */
  deliver(notice: RunNotice, report: Report): Promise<boolean>;
}
