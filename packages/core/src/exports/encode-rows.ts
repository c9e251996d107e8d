import type { CellValue, Column } from './column.ts';

/** Turns rows into the text of a file. The text of a row depends only on that row. */
export interface RowEncoder {
  /** The beginning of the file. */
  readonly header: string;
  row(values: readonly CellValue[]): string;
}

/**
 * RFC 4180 with CRLF and a header. Texts are escaped so that no spreadsheet reads them as formulas. A missing value is
 * an empty field.
 */
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

/**
 * One JSON object per line, with every column. Decimals are texts, as everywhere in the API, and so are integers above
 * 2^53.
 */
export function ndjsonEncoder(columns: readonly Column[]): RowEncoder {
  const names = columns.map(({ name }) => JSON.stringify(name));
  return {
    header: '',
    row: (values) => `{${values.map((value, index) => `${names[index]}:${jsonValue(value)}`).join(',')}}\n`,
  };
}

/** One JSON array of spreadsheet cells per line: the form in which rows wait until they are zipped. */
export function cellsEncoder(columns: readonly Column[]): RowEncoder {
  const kinds = columns.map(({ kind }) => kind);
  return {
    header: '',
    row: (values) =>
      `${JSON.stringify(values.map((value, index) => spreadsheetCell(value, kinds[index])))}\n`,
  };
}

/**
 * A spreadsheet computes with 15 digits, so its numbers are doubles. `text` stays text, even if it looks like a number.
 */
function spreadsheetCell(
  value: CellValue,
  kind: Column['kind'] | undefined,
): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (kind === 'integer' || kind === 'decimal') return Number(value);
  return kind === 'text' ? harmless(String(value)) : String(value);
}

/**
 * A text that is safe to open in a spreadsheet: a text that begins like a formula gets a leading apostrophe, as OWASP
 * advises against CSV injection (https://owasp.org/www-community/attacks/CSV_Injection), which names these characters.
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
