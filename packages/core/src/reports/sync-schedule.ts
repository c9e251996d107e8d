import { stableJson } from '../util/json.ts';
import { mapConcurrently } from '../util/map-concurrently.ts';
import type { ReportSchedule } from './report.ts';
import type { ReportScheduler, ReportStore } from './report-store.ts';
import { runScheduled, type StartRunDeps } from './start-run.ts';

/*
 * A report is stored before its schedule; a writer that stops in between leaves the two different. The stored report
 * decides: a schedule that comes due but differs from it runs nothing and is corrected, and once an hour all schedules
 * are compared with their reports.
 */

const CONCURRENT_SCHEDULES = 8;

export interface ScheduleDeps {
  readonly reports: Pick<ReportStore, 'getReport'>;
  readonly scheduler: ReportScheduler;
}

export interface SyncScheduleDeps extends ScheduleDeps {
  readonly start: StartRunDeps;
}

/** The content of a schedule's invocation. */
export interface DueSchedule {
  readonly reportId: string;
  /** The schedule when it was created. */
  readonly schedule: ReportSchedule;
  readonly scheduledAtMs: number;
}

export type DueResult =
  | { readonly kind: 'run'; readonly runId: string }
  /** The report was deleted, or has no schedule any more: the schedule was removed. */
  | { readonly kind: 'removed' }
  /** The report has another schedule by now: the schedule was replaced. */
  | { readonly kind: 'replaced' };

export async function syncSchedule(
  deps: SyncScheduleDeps,
  { reportId, schedule, scheduledAtMs }: DueSchedule,
): Promise<DueResult> {
  const report = await deps.reports.getReport(reportId);
  if (isSame(report?.schedule, schedule) && report)
    return { kind: 'run', ...(await runScheduled(deps.start, report, scheduledAtMs)) };
  await applySchedule(deps, reportId, report?.schedule);
  return { kind: report?.schedule ? 'replaced' : 'removed' };
}

/**
 * Makes the schedule of a report equal to the stored one. Call it after storing the report. It reads the report again
 * until the two agree, so of several concurrent changes, including a deletion, the last one holds in the end.
 */
export async function applySchedule(
  { reports, scheduler }: ScheduleDeps,
  reportId: string,
  stored: ReportSchedule | undefined,
): Promise<boolean> {
  let changed = false;
  for (let schedule = stored; ; ) {
    if (schedule) changed = (await scheduler.ensure(reportId, schedule)) || changed;
    else await scheduler.remove(reportId);
    const now = (await reports.getReport(reportId))?.schedule;
    if (isSame(now, schedule)) return changed;
    schedule = now;
  }
}

export interface RepairReport {
  readonly checked: number;
  /** Ids of reports whose schedules were wrong. */
  readonly repaired: readonly string[];
  readonly failures: readonly { readonly reportId: string; readonly error: unknown }[];
}

/**
 * Corrects the schedules of all reports that have one. Schedules that should not exist are removed when they come due.
 */
export async function repairSchedules(
  deps: ScheduleDeps & { readonly reports: Pick<ReportStore, 'listReports'> },
): Promise<RepairReport> {
  const scheduled = (await deps.reports.listReports()).flatMap(({ id, schedule }) =>
    schedule ? [{ id, schedule }] : [],
  );
  const failures: { reportId: string; error: unknown }[] = [];
  const repaired = await mapConcurrently(scheduled, CONCURRENT_SCHEDULES, async ({ id, schedule }) => {
    try {
      return (await applySchedule(deps, id, schedule)) ? [id] : [];
    } catch (error) {
      failures.push({ reportId: id, error });
      return [];
    }
  });
  return { checked: scheduled.length, repaired: repaired.flat(), failures };
}

function isSame(a: ReportSchedule | undefined, b: ReportSchedule | undefined): boolean {
  return stableJson(a) === stableJson(b);
}
