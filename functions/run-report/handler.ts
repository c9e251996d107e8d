import {
  type DueSchedule,
  type ReportScheduler,
  type ReportStore,
  repairSchedules,
  type StartRunDeps,
  syncSchedule,
} from '@token-ledger/core';
import type { Context } from 'aws-lambda';
import type { Telemetry } from '../shared/telemetry.ts';
import { readEvent } from './read-event.ts';

export interface RunReportDeps {
  readonly reports: Pick<ReportStore, 'getReport' | 'listReports'>;
  readonly start: StartRunDeps;
  /** Creates schedules that start the function of an ARN. */
  readonly schedulerOf: (targetArn: string) => ReportScheduler;
  readonly telemetry: Telemetry;
}

/** Runs the report whose schedule is due, or compares all schedules with the stored reports. */
export function createHandler(deps: RunReportDeps) {
  return async (event: unknown, { invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>) => {
    const scheduler = deps.schedulerOf(invokedFunctionArn);
    try {
      const read = readEvent(event, deps.start.clock);
      return read.kind === 'due' ? await run(deps, scheduler, read.due) : await repair(deps, scheduler);
    } finally {
      deps.telemetry.flush();
    }
  };
}

async function run(
  { reports, start, telemetry }: RunReportDeps,
  scheduler: ReportScheduler,
  due: DueSchedule,
) {
  const result = await syncSchedule({ reports, start, scheduler }, due);
  const { reportId, scheduledAtMs } = due;
  telemetry.logger.info('The schedule of a report was due.', { reportId, scheduledAtMs, ...result });
  telemetry.count(result.kind === 'run' ? 'ReportRuns' : 'SchedulesRepaired', 1);
  return result;
}

async function repair({ reports, telemetry }: RunReportDeps, scheduler: ReportScheduler) {
  const { checked, repaired, failures } = await repairSchedules({ reports, scheduler });
  telemetry.count('SchedulesRepaired', repaired.length);
  if (repaired.length > 0)
    telemetry.logger.warn('Schedules differed from the stored reports and were repaired.', {
      reportIds: repaired,
    });
  for (const { reportId, error } of failures) {
    telemetry.logger.error('A schedule could not be compared; the next run tries again.', {
      reportId,
      error: error as Error,
    });
  }
  if (failures.length > 0)
    throw new Error(`${failures.length} of ${checked} schedules could not be compared.`);
  return { kind: 'repaired', checked, repaired } as const;
}
