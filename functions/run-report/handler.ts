import {
  type DueSchedule,
  handOverEvents,
  type ReportScheduler,
  type ReportStore,
  repairSchedules,
  type SendMessages,
  type StartRunDeps,
  syncSchedule,
  type WaitingEventStore,
} from '@token-ledger/core';
import type { Context } from 'aws-lambda';
import type { Telemetry } from '../shared/telemetry.ts';
import { readEvent } from './read-event.ts';

export interface RunReportDeps {
  readonly reports: Pick<ReportStore, 'getReport' | 'listReports'>;
  readonly start: StartRunDeps;
  /** Schedules that start this function, by its ARN. */
  readonly schedulerOf: (targetArn: string) => ReportScheduler;
  readonly waitingEvents: WaitingEventStore;
  readonly sendEvents: SendMessages;
  readonly telemetry: Telemetry;
}

/**
 * Runs the report whose schedule is due, or does what has to be done every hour: compares all schedules with what is stored, and
 * sends events that a function could not send.
 */
export function createHandler(deps: RunReportDeps) {
  return async (event: unknown, { invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>) => {
    const scheduler = deps.schedulerOf(invokedFunctionArn);
    try {
      const read = readEvent(event, deps.start.clock);
      return read.kind === 'due' ? await run(deps, scheduler, read.due) : await repairAll(deps, scheduler);
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

async function repairAll(deps: RunReportDeps, scheduler: ReportScheduler) {
  try {
    return await repair(deps, scheduler);
  } finally {
    await sendWaiting(deps);
  }
}

async function sendWaiting({ waitingEvents, sendEvents, telemetry }: RunReportDeps): Promise<void> {
  const waiting = await waitingEvents.listWaitingEvents();
  const failures = await handOverEvents({ store: waitingEvents, send: sendEvents }, waiting);
  if (failures.length === 0) return;
  telemetry.logger.error('Events could not be queued; the next run tries again.', {
    events: failures.length,
    error: failures[0] as Error,
  });
}

async function repair({ reports, telemetry }: RunReportDeps, scheduler: ReportScheduler) {
  const { checked, repaired, failures } = await repairSchedules({ reports, scheduler });
  telemetry.count('SchedulesRepaired', repaired.length);
  if (repaired.length > 0)
    telemetry.logger.warn('Schedules were not what is stored.', { reportIds: repaired });
  for (const { reportId, error } of failures) {
    telemetry.logger.error('A schedule could not be looked at; the next run tries again.', {
      reportId,
      error: error as Error,
    });
  }
  if (failures.length > 0)
    throw new Error(`${failures.length} of ${checked} schedules could not be looked at.`);
  return { kind: 'repaired', checked, repaired } as const;
}
