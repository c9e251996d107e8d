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

/** The key of a run. */
export interface RunKey {
  readonly reportId: string;
  readonly runId: string;
}

/** What started a run: a schedule or a caller. */
export type RunStarter =
  | { readonly kind: 'schedule'; readonly scheduledAtMs: number }
  | { readonly kind: Principal['kind']; readonly id: string };

/** One run of a report, with the report's settings at that time. */
export interface ReportRun {
  /** Sorts by the time the run was due; also the id of the export. */
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
  /** The channels to notify when the run is over. */
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

/** The last attempt to notify one channel. */
export interface DeliveryAttempt {
  readonly atMs: number;
  /** Why it failed, for people; absent if it was confirmed. */
  readonly problem?: string;
}

export interface StoredRun extends ReportRun {
  /** Absent while the export is running, and for a moment longer. */
  readonly outcome?: RunOutcome;
  readonly deliveries: Readonly<Partial<Record<ReportChannelName, DeliveryAttempt>>>;
}

/** `deleted`: the export was deleted, or expired, before it was finished. */
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

/** The state of a run, from what is stored of it and of its export. */
export function stateOfRun(
  run: StoredRun,
  job: ExportJob | undefined,
): { readonly status: RunStatus; readonly outcome?: RunOutcome } {
  const outcome = run.outcome ?? (job && outcomeOf(job));
  if (outcome) return { status: outcome.status, outcome };
  return { status: job?.status ?? 'deleted' };
}

/** The same in every delivery of a run, so that receivers can detect repetitions. */
export function deliveryId({ reportId, runId }: RunKey): string {
  return `report_${reportId}_${runId}`;
}
