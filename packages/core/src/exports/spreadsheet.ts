import type { Calendar } from '../time/calendar.ts';
import type { Column } from './column.ts';
import { describeFile, type UploadedPart } from './export-job.ts';
import { type ExportLease, OutOfTimeError } from './export-lease.ts';
import type { ExportFiles } from './export-store.ts';
import { columnsOf } from './file-columns.ts';
import { type SpreadsheetColumn, spreadsheetColumns, totalsRow } from './spreadsheet-columns.ts';

/*
 * A spreadsheet is one compressed stream, which cannot be resumed midway. So its rows are first written like those of
 * any other format and then converted in one go, which starts again if it is interrupted. Spreadsheets have few rows,
 * so conversion takes at most about a minute and a half.
 */

/** Excel's limit, minus the header. */
export const MAX_SPREADSHEET_ROWS = 1_048_575;

/** A row of cells as Excel shows them. Excel knows no time zones: the UTC fields of a date are what it shows. */
export type SpreadsheetRow = readonly (string | number | boolean | Date | null)[];

export interface Spreadsheet {
  readonly columns: readonly SpreadsheetColumn[];
  readonly rows: AsyncIterable<SpreadsheetRow>;
  readonly totals: SpreadsheetRow;
  /**
   * The sheet may exceed the 4 GiB limit of plain zip files, beyond which it needs the 64-bit extension, which not every
   * program reads.
   */
  readonly isHuge: boolean;
}

/**
 * Creates an xlsx file of a sheet with a header, rows and totals, with only a few rows in memory at a time. Totals that
 * do not fit below the rows are on a second sheet.
 */
export type Spreadsheets = (spreadsheet: Spreadsheet) => AsyncIterable<Uint8Array>;

export class TooManyRowsError extends Error {
  override name = 'TooManyRowsError';
}

export function checkRows(rows: number): void {
  if (rows > MAX_SPREADSHEET_ROWS)
    throw new TooManyRowsError(`A spreadsheet has at most ${MAX_SPREADSHEET_ROWS} rows below its header.`);
}

/** The markup around a cell, such as `<c r="AE1048576" t="inlineStr"><is><t></t></is></c>`. */
const BYTES_AROUND_CELL = 60;
/** Less than 4 GiB, because escaping makes some texts longer. */
const HUGE_BYTES = 3e9;

/** More than converting the largest spreadsheet takes. */
const CONVERSION_MS = 5 * 60_000;
const PART_BYTES = 8 * 1024 * 1024;

export interface ConvertDeps {
  readonly files: ExportFiles;
  readonly spreadsheets: Spreadsheets;
  readonly clock: () => number;
  /** Of the reporting time zone, in which spreadsheets show times. */
  readonly calendar: Calendar;
  readonly partBytes?: number;
}

/** Converts the written rows of a file into a spreadsheet. Throws `OutOfTimeError` if too little time may be left. */
export async function convertFile(
  deps: ConvertDeps,
  lease: ExportLease,
  index: number,
  deadlineMs: number,
): Promise<void> {
  if (deadlineMs - deps.clock() < CONVERSION_MS)
    throw new OutOfTimeError('Too little time to convert a file.');
  const { id, attempt, definition } = lease.job;
  const file = lease.file(index);
  if (file.key === undefined) throw new Error(`The rows of a file of export ${id} are not stored.`);
  const key = `${id}/${attempt}/${file.subject}-spreadsheet`;
  const columns = columnsOf(definition, file.subject);
  const isHuge = file.bytes + file.rows * columns.length * BYTES_AROUND_CELL > HUGE_BYTES;
  const content = deps.spreadsheets({
    columns: spreadsheetColumns(definition, file.subject, deps.calendar.timeZone),
    rows: withDates(linesOf(deps.files.readFile(file.key)), columns, deps.calendar),
    totals: totalsRow(columns, file.totals),
    isHuge,
  });
  const bytes = await upload(deps, key, describeFile(definition, file.subject), content);
  await lease.saveFile(index, { ...file, stage: 'finished', key, bytes });
  await deps.files.deleteFile(file.key);
}

/** Returns the length. Aborts an upload that failed; if that fails too, the upload disappears by itself. */
async function upload(
  { files, partBytes = PART_BYTES }: ConvertDeps,
  key: string,
  description: ReturnType<typeof describeFile>,
  content: AsyncIterable<Uint8Array>,
): Promise<number> {
  const uploadId = await files.startUpload(key, description);
  try {
    const parts: UploadedPart[] = [];
    let bytes = 0;
    for await (const part of partsOf(content, partBytes)) {
      parts.push(await files.uploadPart(key, uploadId, parts.length + 1, part));
      bytes += part.length;
    }
    await files.completeUpload(key, uploadId, parts);
    return bytes;
  } catch (error) {
    await files.abortUpload(key, uploadId).catch(() => undefined);
    throw error;
  }
}

/** Regroups bytes into pieces of at least `leastBytes`, except the last. */
async function* partsOf(content: AsyncIterable<Uint8Array>, leastBytes: number): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  const joined = () => {
    const part = new Uint8Array(bytes);
    let offset = 0;
    for (const chunk of chunks) {
      part.set(chunk, offset);
      offset += chunk.length;
    }
    [chunks, bytes] = [[], 0];
    return part;
  };
  for await (const chunk of content) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= leastBytes) yield joined();
  }
  if (bytes > 0) yield joined();
}

type StoredRow = (string | number | boolean | null)[];

async function* withDates(
  rows: AsyncIterable<StoredRow>,
  columns: readonly Column[],
  calendar: Calendar,
): AsyncGenerator<SpreadsheetRow> {
  const isInstant = columns.map(({ kind }) => kind === 'instant');
  const hasInstants = isInstant.includes(true);
  for await (const row of rows)
    yield hasInstants
      ? row.map((cell, index) =>
          isInstant[index] && typeof cell === 'string' ? calendar.wallClock(Date.parse(cell)) : cell,
        )
      : row;
}

/** Reads rows that `cellsEncoder` wrote. */
async function* linesOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<StoredRow> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of content) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as StoredRow;
  }
}
