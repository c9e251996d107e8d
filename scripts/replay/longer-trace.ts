import type { TraceRow } from './trace.ts';

/**
 * So many copies of a trace run at the same time; the next ones follow when they are over. What a replay costs is not only
 * its records but also its hours: each access key and each user is a statistics item of every hour in which it calls, to
 * be written by the roll-up and read by the comparison. 50,000 calls of a trace of an hour, by 10,000 keys, make 19,000 such
 * items of keys in three hours this way; copies one by one would make 30,000 in six hours, with fewer keys in each.
 */
const COPIES_AT_A_TIME = 3;

/** The first calls of a trace; the whole trace again and again if there shall be more. By time, as the trace is. */
export function traceOfLength(rows: readonly TraceRow[], length: number): readonly TraceRow[] {
  const [first, last] = [rows.at(0), rows.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('There is no call to repeat.');
  const spanMs = last.atMs - first.atMs + 1;
  const copies = Math.ceil(length / rows.length);
  const repeated = Array.from({ length: copies }, (_, copy) => {
    const laterMs = Math.floor(copy / COPIES_AT_A_TIME) * spanMs;
    const part = rows.slice(0, length - copy * rows.length);
    return part.map((row) => ({ ...row, atMs: row.atMs + laterMs }));
  });
  return repeated.flat().toSorted((a, b) => a.atMs - b.atMs);
}
