import { runCallSchedule } from './calls/call-schedule.ts';
import { CALL_WORKLOADS } from './calls/call-workloads.ts';
import { runExpirySchedule } from './expiry-schedule.ts';
import { runSchedule } from './schedule.ts';
import { WORKLOADS } from './workloads.ts';

export type WorkloadName = keyof typeof WORKLOADS | keyof typeof CALL_WORKLOADS | 'expiry';

export interface Run {
  readonly workload: WorkloadName;
  /** Seeds `first` to `first + count - 1`. */
  readonly first: number;
  readonly count: number;
}

export interface RunResult {
  readonly schedules: number;
  readonly steps: number;
  /** The first schedule that broke the promise, and how. */
  readonly violation?: { readonly workload: WorkloadName; readonly seed: number; readonly error: string };
}

/** Runs schedules one after the other, up to the first that breaks the promise. */
export async function runSchedules({ workload, first, count }: Run): Promise<RunResult> {
  let steps = 0;
  for (let schedules = 0; schedules < count; schedules += 1) {
    const seed = first + schedules;
    try {
      steps += await runOne(workload, seed);
    } catch (error) {
      const violation = { workload, seed, error: String(error instanceof Error ? error.stack : error) };
      return { schedules: schedules + 1, steps, violation };
    }
    // Nothing within a schedule lets timers and messages through.
    if (schedules % 1000 === 999) await new Promise((resolve) => setImmediate(resolve));
  }
  return { schedules: count, steps };
}

function runOne(workload: WorkloadName, seed: number): Promise<number> {
  if (workload === 'expiry') return runExpirySchedule(seed);
  return workload in CALL_WORKLOADS
    ? runCallSchedule(CALL_WORKLOADS[workload as keyof typeof CALL_WORKLOADS], seed)
    : runSchedule(WORKLOADS[workload as keyof typeof WORKLOADS], seed);
}
