import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/** One call of a trace. */
export interface TraceRow {
  /** Milliseconds since the epoch; the trace's finer digits are dropped. */
  readonly atMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * Reads a trace: a CSV file with the columns TIMESTAMP (UTC, `2023-11-16 18:17:03.9799600`), ContextTokens and
 * GeneratedTokens. Returns its rows ordered by time. Throws an error with the line of the first invalid row.
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

/** The rows moved in time so that the last one is at `endMs`. */
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
  throw new Error(`${place}: TIMESTAMP is "${text}"; it must be UTC such as 2023-11-16 18:17:03.9799600.`);
}

function readCount(row: Record<string, string>, column: string, place: string): number {
  const text = row[column] ?? '';
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new Error(`${place}: ${column} is "${text}"; it must be a whole number.`);
}
