import type { Principal } from '../access/principal.ts';
import type { ShownIds } from '../access/shown-ids.ts';
import { exportCreator } from '../exports/export-access.ts';
import type { ExportJob } from '../exports/export-job.ts';
import { findExport, type ManageExportsDeps, newExport } from '../exports/manage-exports.ts';
import type { Calendar } from '../time/calendar.ts';
import { channelsOf, type Report } from './report.ts';
import { reportRange } from './report-range.ts';
import { type ReportRun, type RunStarter, type StoredRun, startedBy, stateOfRun } from './report-run.ts';
import type { RunStore } from './report-store.ts';

export interface StartRunDeps extends ManageExportsDeps {
  readonly runs: Pick<RunStore, 'startRun' | 'listRuns' | 'deleteRun'>;
  /** In the reporting time zone. */
  readonly calendar: Calendar;
  /** Always the same for the same run; sorts among the ids of exports by the time the run was due. */
  readonly scheduledRunId: (reportId: string, scheduledAtMs: number) => string;
}

const SECOND_MS = 1000;
/** How many of the newest runs are searched for one that is still running. */
const RUNS_LOOKED_AT = 20;
/** After this time, the starter of a queued run has sent its message or has stopped before doing so. */
const MESSAGE_SENT_WITHIN_MS = 60_000;

/**
 * Runs a report by its schedule, over the range for the time it was due. Creates one run and one export however often
 * it is called, also in parallel or after a caller that stopped midway.
 */
export async function runScheduled(
  deps: StartRunDeps,
  report: Report,
  scheduledAtMs: number,
): Promise<{ readonly runId: string }> {
  const { run } = await begin(deps, report, {
    id: deps.scheduledRunId(report.id, scheduledAtMs),
    atMs: scheduledAtMs,
    startedBy: { kind: 'schedule', scheduledAtMs },
    principal: report.savedBy,
    // Callers who see pseudonyms cannot save reports.
    pseudonymous: false,
  });
  // Also if the run exists already: its creator may have stopped before sending.
  await deps.queue.send(run.id);
  return { runId: run.id };
}

export type RunNowResult =
  | { readonly kind: 'started'; readonly run: StoredRun; readonly job: ExportJob }
  /** Another run of the report is not over yet. */
  | { readonly kind: 'under_way'; readonly run: ReportRun };

/** Runs a report now. If the queue rejects it, the stored run and export are removed. */
export async function runNow(
  deps: StartRunDeps,
  report: Report,
  { principal, ids }: { readonly principal: Principal; readonly ids: Pick<ShownIds, 'pseudonymous'> },
): Promise<RunNowResult> {
  const underWay = await findUnderWay(deps, report.id);
  if (underWay) return { kind: 'under_way', run: underWay };
  const { run, job } = await begin(deps, report, {
    id: deps.newId(),
    atMs: deps.clock(),
    startedBy: startedBy(principal),
    principal,
    pseudonymous: ids.pseudonymous,
  });
  try {
    await deps.queue.send(run.id);
  } catch (error) {
    await deps.exports.deleteExport(run.id);
    await deps.runs.deleteRun({ reportId: report.id, runId: run.id });
    throw error;
  }
  return { kind: 'started', run: { ...run, deliveries: {} }, job };
}

async function begin(
  deps: StartRunDeps,
  report: Report,
  start: {
    readonly id: string;
    readonly atMs: number;
    readonly startedBy: RunStarter;
    readonly principal: Principal;
    /** Whether its files show users as pseudonyms. */
    readonly pseudonymous: boolean;
  },
): Promise<{ run: ReportRun; job: ExportJob }> {
  // FOCUS writes instants to the second.
  const atMs = Math.floor(start.atMs / SECOND_MS) * SECOND_MS;
  const range = reportRange(deps.calendar, report.range, atMs);
  const job = newExport(deps, {
    id: start.id,
    definition: { ...report.template, ...range, ...(start.pseudonymous && { pseudonymizeUsers: true }) },
    createdBy: exportCreator(start.principal),
    reportId: report.id,
  });
  const run: ReportRun = {
    id: start.id,
    reportId: report.id,
    title: report.title,
    format: report.template.format,
    range: report.range,
    ...range,
    startedAtMs: job.createdAtMs,
    startedBy: start.startedBy,
    channels: channelsOf(report.delivery),
  };
  await deps.runs.startRun(run, job);
  return { run, job };
}

async function findUnderWay(deps: StartRunDeps, reportId: string): Promise<ReportRun | undefined> {
  const runs = await deps.runs.listRuns(reportId, { limit: RUNS_LOOKED_AT });
  for (const run of runs.filter(({ outcome }) => outcome === undefined)) {
    const job = await findExport(deps, run.id);
    const { status } = stateOfRun(run, job);
    if (status !== 'queued' && status !== 'running') continue;
    if (status === 'queued' && run.startedAtMs < deps.clock() - MESSAGE_SENT_WITHIN_MS)
      await deps.queue.send(run.id);
    return run;
  }
  return undefined;
}
