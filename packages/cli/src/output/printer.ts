import type { Io } from '../io.ts';
import { type Format, type Paint, painter, usesColor } from './color.ts';

/** A column of a table, or a field of one object. */
export interface Column<T> {
  readonly title: string;
  readonly value: (item: T) => string;
  readonly align?: 'right';
  /** How it looks on a terminal. */
  readonly format?: (item: T) => Format | undefined;
}

/** Writes answers: tables for people, or with `--json` what the API answered. */
export interface Printer {
  readonly json: boolean;
  readonly paint: Paint;
  /** Rows of a table; one line of JSON each. Returns how many there were. */
  list<T>(
    items: Iterable<T> | AsyncIterable<T>,
    columns: readonly Column<T>[],
    empty: string,
  ): Promise<number>;
  /** One object: a field a line; or one line of JSON. */
  one<T>(item: T, fields: readonly Column<T>[]): Promise<void>;
  /** A line for people only. */
  line(text?: string): Promise<void>;
  /** A line for people on standard error: it is no part of the answer. */
  note(text: string): void;
  /** The same, and with `--json` too. */
  warn(text: string): void;
}

export function createPrinter(io: Io, json: boolean): Printer {
  const paint = painter(usesColor(io, 'output'));
  return {
    json,
    paint,
    async list(items, columns, empty) {
      let count = 0;
      if (json) {
        for await (const item of items) {
          count += 1;
          await io.out(`${JSON.stringify(item)}\n`);
        }
        return count;
      }
      const rows: string[][] = [];
      for await (const item of items) rows.push(columns.map((column) => shown(column, item, paint)));
      if (rows.length === 0) await io.out(`${empty}\n`);
      else await io.out(`${await table(rows, columns, paint)}\n`);
      return rows.length;
    },
    async one(item, fields) {
      if (json) return io.out(`${JSON.stringify(item)}\n`);
      if (fields.length === 0) return;
      const width = Math.max(...fields.map(({ title }) => title.length));
      const lines = fields
        .map((field) => [field.title, shown(field, item, paint)] as const)
        .filter(([, value]) => value !== '')
        .map(([title, value]) => `${paint('dim', title.padEnd(width))}  ${value}`);
      return io.out(`${lines.join('\n')}\n`);
    },
    line: async (text = '') => (json ? undefined : io.out(`${text}\n`)),
    note: (text) => (json ? undefined : io.err(`${text}\n`)),
    warn: (text) => io.err(`${text}\n`),
  };
}

/** A table without lines, loaded when there is one to draw. */
async function table(
  rows: readonly string[][],
  columns: readonly Column<never>[],
  paint: Paint,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const drawn = new Table({
    chars: NO_LINES,
    head: columns.map(({ title }) => paint('dim', title)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
  });
  drawn.push(...rows);
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const NO_LINES = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);

/** Names come from callers: no sequence of theirs may control the terminal. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

function shown<T>({ value, format }: Column<T>, item: T, paint: Paint): string {
  const text = value(item).replaceAll(CONTROLS, '\ufffd');
  const look = format?.(item);
  return look === undefined || text === '' ? text : paint(look, text);
}
