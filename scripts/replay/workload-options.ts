import { numberOption, UsageError, wholeNumberOption } from '../command-line.ts';
import { traceOfLength } from './longer-trace.ts';
import type { TraceRow } from './trace.ts';

/** How much is replayed. Absent values are those of the trace or the plan. */
export interface Workload {
  readonly records?: number;
  readonly accessKeys?: number;
  readonly users?: number;
  /** Shares of the calls, from 0 to 1; see `PlanOptions`. */
  readonly partial?: number;
  readonly twoNames?: number;
}

/** The help on the options, whose shares have the same default. */
export const workloadUsage = (share: number) =>
  `  --records <number>      how many calls: the first ones of the trace, or copies of it (default the trace once)
  --access-keys <number>  how many access keys, each of which makes at least one call (default 8)
  --users <number>        how many users, each of whom makes at least one call (default 40)
  --partial <share>       share of the calls to report in part as well, as if a stream had broken off (default ${share})
  --two-names <share>     share of the calls to give two names, and to report under one of them as well (default ${share})`;

/** For `readArguments`. */
export const WORKLOAD_OPTIONS = {
  records: { type: 'string' },
  'access-keys': { type: 'string' },
  users: { type: 'string' },
  partial: { type: 'string' },
  'two-names': { type: 'string' },
} as const;

/** The most that one process plans and compares in memory. */
const MAX_RECORDS = 1_000_000;
const MAX_CALLERS = 100_000;

type WorkloadValues = { readonly [name in keyof typeof WORKLOAD_OPTIONS]?: string | undefined };

/** Throws a `UsageError` for a value that is not a number within bounds. */
export function readWorkload(values: WorkloadValues): Workload {
  const read = (name: 'records' | 'access-keys' | 'users', maximum: number) => {
    const value = values[name];
    return value === undefined ? undefined : wholeNumberOption(name, value, 1, maximum);
  };
  const [records, accessKeys] = [read('records', MAX_RECORDS), read('access-keys', MAX_CALLERS)];
  const users = read('users', MAX_CALLERS);
  const share = (name: 'partial' | 'two-names') => {
    const value = values[name];
    return value === undefined ? undefined : numberOption(name, value, 0, 1);
  };
  const [partial, twoNames] = [share('partial'), share('two-names')];
  return {
    ...(records !== undefined && { records }),
    ...(accessKeys !== undefined && { accessKeys }),
    ...(users !== undefined && { users }),
    ...(partial !== undefined && { partial }),
    ...(twoNames !== undefined && { twoNames }),
  };
}

/** The calls to replay. Throws a `UsageError` if there are fewer of them than access keys or users. */
export function applyWorkload(rows: readonly TraceRow[], workload: Workload): readonly TraceRow[] {
  const { records = rows.length, accessKeys = 0, users = 0 } = workload;
  for (const [name, count] of [
    ['access-keys', accessKeys],
    ['users', users],
  ] as const) {
    if (count > records) {
      throw new UsageError(
        `--${name} is ${count}; it must be at most the number of calls, which is ${records}. ` +
          'Use --records for more calls.',
      );
    }
  }
  return workload.records === undefined ? rows : traceOfLength(rows, records);
}
