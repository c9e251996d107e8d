import { SCHEDULED_TIME } from '@token-ledger/aws/scheduled-time';
import { reportScheduleResponse } from '@token-ledger/contract';
import type { Clock, DueSchedule, ReportSchedule } from '@token-ledger/core';
import * as z from 'zod/mini';

const MINUTE_MS = 60_000;

const eventSchema = z.union([
  z.object({
    reportId: z.string().check(z.minLength(1)),
    schedule: reportScheduleResponse,
    scheduledAt: z.union([z.iso.datetime({ offset: true }), z.literal(SCHEDULED_TIME)]),
  }),
  z.object({ repairSchedules: z.literal(true) }),
]);

export type RunReportEvent =
  | { readonly kind: 'due'; readonly due: DueSchedule }
  | { readonly kind: 'repair' };

/** Reads the event of the function: a schedule that is due, or the request to repair schedules. Throws for any other. */
export function readEvent(event: unknown, clock: Clock): RunReportEvent {
  const parsed = eventSchema.parse(event);
  if ('repairSchedules' in parsed) return { kind: 'repair' };
  const { reportId, schedule, scheduledAt } = parsed;
  // EventBridge Scheduler replaces the placeholder. An emulator that does not starts the function on time.
  const scheduledAtMs =
    scheduledAt === SCHEDULED_TIME ? Math.floor(clock() / MINUTE_MS) * MINUTE_MS : Date.parse(scheduledAt);
  return { kind: 'due', due: { reportId, schedule: schedule as ReportSchedule, scheduledAtMs } };
}
