import type { TraceRow } from './trace.ts';

/**
 * Copies of a trace that run at the same time; the next ones follow when they are over. A replay costs not only its records
 * but also its hours: each access key and each user has a statistics item in every hour in which it calls, which the roll-up
 * writes and the comparison reads. 50,000 calls of a trace of one hour, by 10,000 keys, make 19,000 such items of keys in
 * three hours this way. One copy at a time would make 30,000 in six hours, with fewer keys in each.
 */
const COPIES_AT_A_TIME = 3;

/** The first calls of a trace, or copies of the whole trace for a greater length. Ordered by time, like the trace. */
export function traceOfLength(rows: readonly TraceRow[], length: number): readonly TraceRow[] {
  const [first, last] = [rows.at(0), rows.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('The trace has no calls.');
  const spanMs = last.atMs - first.atMs + 1;
  const copies = Math.ceil(length / rows.length);
  const repeated = Array.from({ length: copies }, (_, copy) => {
    const laterMs = Math.floor(copy / COPIES_AT_A_TIME) * spanMs;
    const part = rows.slice(0, length - copy * rows.length);
    return part.map((row) => ({ ...row, atMs: row.atMs + laterMs }));
  });
  return repeated.flat().toSorted((a, b) => a.atMs - b.atMs);
}
