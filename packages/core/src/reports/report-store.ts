import type { ExportJob } from '../exports/export-job.ts';
import type { Report, ReportChannelName, ReportSchedule } from './report.ts';
import type { DeliveryAttempt, ReportRun, RunKey, RunOutcome, StoredRun } from './report-run.ts';

/** Reads are strongly consistent. */
export interface ReportStore {
  /** Stores a new report. The id must not have been used before. */
  createReport(report: Report): Promise<void>;
  getReport(id: string): Promise<Report | undefined>;
  /** All reports, ordered by id. */
  listReports(): Promise<readonly Report[]>;
  /** Stores the report if the stored one still has the previous revision; returns whether it did. */
  replaceReport(report: Report): Promise<boolean>;
  /** Deletes a report; returns whether it existed. Its runs stay until they expire. */
  deleteReport(id: string): Promise<boolean>;
}

/** The runs of reports, kept for 400 days. Reads are strongly consistent. */
export interface RunStore {
  /**
   * Stores a run and its export in one write, unless the run exists; returns whether it did. The export of a run is
   * created only here, so there is one however often the run is started.
   */
  startRun(run: ReportRun, job: ExportJob): Promise<boolean>;
  getRun(key: RunKey): Promise<StoredRun | undefined>;
  /** Newest first; those with ids before `beforeId`. */
  listRuns(
    reportId: string,
    page: { readonly limit: number; readonly beforeId?: string },
  ): Promise<readonly StoredRun[]>;
  deleteRun(key: RunKey): Promise<void>;
  /** Keeps the first outcome that was stored. Does nothing if the run does not exist. */
  settleRun(key: RunKey, outcome: RunOutcome): Promise<void>;
  /** Keeps the last attempt, or the first that was confirmed. Does nothing if the run does not exist. */
  noteDelivery(key: RunKey, channel: ReportChannelName, attempt: DeliveryAttempt): Promise<void>;
}

/** Starts reports at their scheduled times: at least once for each time, and perhaps late. */
export interface ReportScheduler {
  /** Makes the schedule of a report equal to `schedule`; returns whether it was different. */
  ensure(reportId: string, schedule: ReportSchedule): Promise<boolean>;
  /** Does nothing if there is no schedule. */
  remove(reportId: string): Promise<void>;
}

/** Holds runs that are over until they are delivered: at least once, in any order. */
export interface RunQueue {
  sendRun(key: RunKey): Promise<void>;
}

/** The content of a delivery about a run that is over. */
export interface RunNotice {
  readonly run: ReportRun;
  readonly outcome: RunOutcome;
  /** Absent if its files are deleted. */
  readonly job?: ExportJob;
}

/** One way to reach people or programs. */
export interface ReportChannel {
  readonly name: ReportChannelName;
  /**
   * Delivers a notice; returns false if the channel has no destination for it. Rejects if the delivery should be
   * retried: with a `DeliveryError` if people may see the reason.
   */
  deliver(notice: RunNotice, report: Report): Promise<boolean>;
}
