import type { CellValue, Column } from './column.ts';

/** Turns rows into the text of a file. What it writes for a row depends on nothing but the row. */
export interface RowEncoder {
  /** What a file begins with. */
  readonly header: string;
  row(values: readonly CellValue[]): string;
}

/** RFC 4180 with CRLF, a header, and texts that no spreadsheet takes for a formula. A missing value is an empty field. */
export function csvEncoder(columns: readonly Column[], byteOrderMark: boolean): RowEncoder {
  const isText = columns.map(({ kind }) => kind === 'text');
  const line = (fields: readonly string[]) => `${fields.join(',')}\r\n`;
  return {
    header: (byteOrderMark ? '\uFEFF' : '') + line(columns.map(({ name }) => quoted(name))),
    row: (values) =>
      line(
        values.map((value, index) => {
          if (value === null) return '';
          return isText[index] ? quoted(harmlessInParts(String(value))) : String(value);
        }),
      ),
  };
}

/** One JSON object a line, every column in it. Decimals are texts, as everywhere in the API, and so are integers above 2^53. */
export function ndjsonEncoder(columns: readonly Column[]): RowEncoder {
  const names = columns.map(({ name }) => JSON.stringify(name));
  return {
    header: '',
    row: (values) => `{${values.map((value, index) => `${names[index]}:${jsonValue(value)}`).join(',')}}\n`,
  };
}

/** One JSON list a line, of what the cells of a spreadsheet hold: the form in which its rows wait to be zipped. */
export function cellsEncoder(columns: readonly Column[]): RowEncoder {
  const kinds = columns.map(({ kind }) => kind);
  return {
    header: '',
    row: (values) =>
      `${JSON.stringify(values.map((value, index) => spreadsheetCell(value, kinds[index])))}\n`,
  };
}

/** A spreadsheet computes with 15 digits, so its numbers are doubles; `text` stays text, whatever it looks like. */
function spreadsheetCell(
  value: CellValue,
  kind: Column['kind'] | undefined,
): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (kind === 'integer' || kind === 'decimal') return Number(value);
  return kind === 'text' ? harmless(String(value)) : String(value);
}

/**
 * A text as a spreadsheet may show it: one that begins as formulas do gets an apostrophe in front, as OWASP advises against
 * CSV injection (https://owasp.org/www-community/attacks/CSV_Injection), which names these characters.
 */
function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/**
 * The same for each part between semicolons: where these separate, a spreadsheet splits a line of commas at them, quoted or
 * not, and takes each part for a cell.
 */
function harmlessInParts(text: string): string {
  return text.includes(';') ? text.split(';').map(harmless).join(';') : harmless(text);
}

/** Behind blanks, quotes and what nobody sees as well, which some spreadsheets drop. */
const FORMULA = /^(?:[\t\r\n]|[\s"\p{Cf}]*[=+\-@＝＋－＠])/u;

function quoted(text: string): string {
  return /[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonValue(value: CellValue): string {
  if (typeof value !== 'bigint') return JSON.stringify(value);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? `"${value}"` : String(value);
}
