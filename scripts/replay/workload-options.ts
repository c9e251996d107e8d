import { numberOption, UsageError, wholeNumberOption } from '../command-line.ts';
import { traceOfLength } from './longer-trace.ts';
import type { TraceRow } from './trace.ts';

/** How much is replayed; what is absent is as the trace or the plan has it. */
export interface Workload {
  readonly records?: number;
  readonly accessKeys?: number;
  readonly users?: number;
  /** Shares of the calls; see `PlanOptions`. */
  readonly partial?: number;
  readonly twoNames?: number;
}

export const WORKLOAD_USAGE = `  --records <number>      so many calls: the first ones of the trace, or its calls again and again; default those of the trace
  --access-keys <number>  of so many access keys, each of which calls; default 8
  --users <number>        of so many users, each of whom calls; default 40
  --partial <p>           share of the calls that are also reported in part, as if a stream had broken off
  --two-names <p>         share of the calls that have two names and are also reported under one of them`;

/** For `readArguments`. */
export const WORKLOAD_OPTIONS = {
  records: { type: 'string' },
  'access-keys': { type: 'string' },
  users: { type: 'string' },
  partial: { type: 'string' },
  'two-names': { type: 'string' },
} as const;

/** What one process plans and compares in memory. */
const MAX_RECORDS = 1_000_000;
const MAX_CALLERS = 100_000;

type WorkloadValues = { readonly [name in keyof typeof WORKLOAD_OPTIONS]?: string | undefined };

/** Throws a `UsageError` for what is not a number within bounds. */
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

/** The calls to replay. Throws a `UsageError` if they are fewer than the access keys or users that shall make them. */
export function applyWorkload(rows: readonly TraceRow[], workload: Workload): readonly TraceRow[] {
  const { records = rows.length, accessKeys = 0, users = 0 } = workload;
  for (const [name, count] of [
    ['access-keys', accessKeys],
    ['users', users],
  ] as const) {
    if (count > records) {
      throw new UsageError(
        `--${name} is ${count}, but there are ${records} calls to make; allowed is at most one for each call. ` +
          'More calls are made by --records.',
      );
    }
  }
  return workload.records === undefined ? rows : traceOfLength(rows, records);
}
