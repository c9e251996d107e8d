import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/** One call of a trace. */
export interface TraceRow {
  /** Milliseconds since the epoch; finer digits of the trace are cut off. */
  readonly atMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * Reads a trace: a CSV file with the columns TIMESTAMP (UTC, `2023-11-16 18:17:03.9799600`), ContextTokens and
 * GeneratedTokens. Returns its rows by time. Throws an error with the line of the first row that is no such thing.
 */
export async function readTrace(path: string): Promise<readonly TraceRow[]> {
  const rows: TraceRow[] = [];
  const csv = createReadStream(path).pipe(parse({ columns: true, bom: true, skip_empty_lines: true }));
  for await (const row of csv) {
    // The header is line 1.
    rows.push(readRow(row as Record<string, string>, `${path}, line ${rows.length + 2}`));
  }
  if (rows.length === 0) throw new Error(`${path} has no rows.`);
  return rows.toSorted((a, b) => a.atMs - b.atMs);
}

/** The rows moved in time, so that the last of them is at `endMs`. */
export function shiftToEndAt(rows: readonly TraceRow[], endMs: number): readonly TraceRow[] {
  const lastMs = rows.at(-1)?.atMs ?? endMs;
  return rows.map((row) => ({ ...row, atMs: row.atMs - lastMs + endMs }));
}

function readRow(row: Record<string, string>, place: string): TraceRow {
  return {
    atMs: readTimestamp(row['TIMESTAMP'], place),
    inputTokens: readCount(row, 'ContextTokens', place),
    outputTokens: readCount(row, 'GeneratedTokens', place),
  };
}

function readTimestamp(text = '', place: string): number {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?Z?$/.exec(text);
  const [, date, time, fraction = ''] = match ?? [];
  const ms = match ? Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new Error(`${place}: TIMESTAMP is "${text}"; expected is UTC as 2023-11-16 18:17:03.9799600.`);
}

function readCount(row: Record<string, string>, column: string, place: string): number {
  const text = row[column] ?? '';
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new Error(`${place}: ${column} is "${text}"; expected is a whole number.`);
}

/**
 * When the last call of a crash check shall have happened: shortly after the last day of last month began. So there are
 * hours of two days and a month that are all over, which the roll-up can finish and the audit compare. It is at most 32
 * days ago, within what every deployment takes; the altered duplicates, up to 26 hours earlier, are so as well.
 */
export function endOfTrace(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0, 0, 45);
}
