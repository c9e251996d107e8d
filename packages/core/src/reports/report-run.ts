import { callerId, type Principal } from '../access/principal.ts';
import type { ExportFormat } from '../exports/export-definition.ts';
import {
  describeFile,
  type ExportFailure,
  type ExportFile,
  type ExportJob,
  isFinal,
} from '../exports/export-job.ts';
import type { ReportChannelName } from './report.ts';
import type { ReportRangeName } from './report-range.ts';

/** What names a run. */
export interface RunKey {
  readonly reportId: string;
  readonly runId: string;
}

/** Who or what had a report run. */
export type RunStarter =
  | { readonly kind: 'schedule'; readonly scheduledAtMs: number }
  | { readonly kind: Principal['kind']; readonly id: string };

/** That a report was run, with what belonged to it then. */
export interface ReportRun {
  /** Sorts as runs were due, and is the id of the export as well. */
  readonly id: string;
  readonly reportId: string;
  readonly title: string;
  readonly format: ExportFormat;
  readonly range: ReportRangeName;
  /** [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  readonly startedAtMs: number;
  readonly startedBy: RunStarter;
  /** Where it is to be told that the run is over. */
  readonly channels: readonly ReportChannelName[];
}

/** How the export of a run ended. Kept longer than the export itself. */
export interface RunOutcome {
  readonly status: 'finished' | 'failed';
  readonly failure?: ExportFailure;
  readonly atMs: number;
  readonly files: readonly RunFile[];
}

export type RunFile = Pick<
  ExportFile,
  'subject' | 'rows' | 'bytes' | 'asOfMs' | 'exact' | 'incompleteBeforeMs' | 'totals'
> & { readonly name: string };

/** The last attempt to tell of a run by one channel. */
export interface DeliveryAttempt {
  readonly atMs: number;
  /** What stood against it, for people; absent if it was confirmed. */
  readonly problem?: string;
}

export interface StoredRun extends ReportRun {
  /** Absent while the export is under way, and for a moment longer. */
  readonly outcome?: RunOutcome;
  readonly deliveries: Readonly<Partial<Record<ReportChannelName, DeliveryAttempt>>>;
}

/** `deleted`: before it was finished somebody deleted the export, or its time was over. */
export type RunStatus = 'queued' | 'running' | 'finished' | 'failed' | 'deleted';

export function startedBy(principal: Principal): RunStarter {
  return { kind: principal.kind, id: callerId(principal) };
}

export function outcomeOf(job: ExportJob): RunOutcome | undefined {
  if (!isFinal(job)) return undefined;
  const { definition, failure } = job;
  return {
    status: job.status as RunOutcome['status'],
    ...(failure && { failure }),
    atMs: job.updatedAtMs,
    files: job.files.map(({ subject, rows, bytes, asOfMs, exact, incompleteBeforeMs, totals }) => ({
      subject,
      name: describeFile(definition, subject).name,
      rows,
      bytes,
      ...(asOfMs !== undefined && { asOfMs }),
      exact,
      ...(incompleteBeforeMs !== undefined && { incompleteBeforeMs }),
      totals,
    })),
  };
}

/** How far a run is, by what is stored of it and of its export. */
export function stateOfRun(
  run: StoredRun,
  job: ExportJob | undefined,
): { readonly status: RunStatus; readonly outcome?: RunOutcome } {
  const outcome = run.outcome ?? (job && outcomeOf(job));
  if (outcome) return { status: outcome.status, outcome };
  return { status: job?.status ?? 'deleted' };
}

/** The same for every delivery of a run, so that whoever gets it twice can tell. */
export function deliveryId({ reportId, runId }: RunKey): string {
  return `report_${reportId}_${runId}`;
}
