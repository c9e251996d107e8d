import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { ImportError } from '../errors.ts';
import { type ImportItem, type Place, skipped } from '../import-source.ts';
import { MAX_IMPORT_ROW_BYTES } from '../limits.ts';
import { type FileFormat, formatOf, openFile } from './open-file.ts';
import { parseObject } from './parse-object.ts';
import { readLines } from './read-lines.ts';

/** A row as it came: of CSV all values are texts. */
export type Row = Readonly<Record<string, unknown>>;

/** What becomes of one row. */
type ReadRow = (row: Row, place: Place) => ImportItem;

export interface RowFiles {
  readonly files: readonly string[];
  /** The columns that are read. All others are dropped unread, above all those with prompts and answers. */
  readonly columns: ReadonlySet<string>;
  readonly readRow: ReadRow;
  /** Default: `MAX_IMPORT_ROW_BYTES`. */
  readonly maxRowBytes?: number;
}

/** The items of files of CSV and NDJSON, one row at a time. */
export async function* readRowFiles(
  rows: RowFiles,
  unchanged: ReadonlySet<string> = new Set(),
): AsyncGenerator<ImportItem> {
  for (const file of rows.files) {
    if (!unchanged.has(file)) yield* READERS[formatOf(file)](file, rows);
  }
}

type ReadFile = (file: string, rows: RowFiles) => AsyncIterable<ImportItem>;

const READERS: Readonly<Record<FileFormat, ReadFile>> = { csv: readCsv, ndjson: readNdjson };

async function* readNdjson(
  file: string,
  { columns, readRow, maxRowBytes }: RowFiles,
): AsyncGenerator<ImportItem> {
  for await (const { number, bytes } of readLines(await openFile(file), maxRowBytes)) {
    const place = { file, line: number };
    if (!bytes) yield skipped(place, 'too_long');
    else {
      if (number === 1) refuseArray(file, bytes);
      const row = parseObject(bytes);
      yield row ? readRow(picked(row, columns), place) : skipped(place, 'malformed');
    }
  }
}

/** Vendors offer JSON beside JSONL: one document, of which every line by itself is malformed. */
function refuseArray(file: string, bytes: Buffer): void {
  if (/^\uFEFF?\s*\[/.test(bytes.toString('utf8', 0, 100))) {
    throw new ImportError(`${file} is one JSON list. Export it as JSONL: one object on each line.`);
  }
}

function picked(row: Row, columns: ReadonlySet<string>): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => columns.has(name)));
}

async function* readCsv(
  file: string,
  { columns, readRow, maxRowBytes = MAX_IMPORT_ROW_BYTES }: RowFiles,
): AsyncGenerator<ImportItem> {
  const skips: ImportItem[] = [];
  const parser = parse({
    bom: true,
    columns: (header: string[]) => {
      if (header.some((name) => columns.has(name))) {
        return header.map((name) => (columns.has(name) ? name : false));
      }
      throw new ImportError(`${file} has none of the columns ${[...columns].join(', ')} in its first line.`);
    },
    info: true,
    // The parser looks before it takes a byte, so it takes one more than this.
    max_record_size: maxRowBytes - 1,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const line = typeof error?.['lines'] === 'number' ? error['lines'] : 0;
      const endless = ENDLESS[error?.code ?? ''];
      // Where the next row begins is not known: what follows would be read wrongly, or not at all.
      if (endless !== undefined) throw new ImportError(`${file}, line ${line}: ${endless}`);
      skips.push(skipped({ file, line }, 'malformed'));
      return undefined;
    },
  });
  const source = Readable.from(await openFile(file));
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const { record, info } of parser) {
      yield* skips.splice(0);
      yield readRow(record as Row, { file, line: (info as { lines: number }).lines });
    }
    yield* skips.splice(0);
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError(`${file}: ${explain(error)}`);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

const ENDLESS: Readonly<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE: 'a row is too long, or a quote before it is not closed.',
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed until the end of the file.',
};

/** The code alone: messages of the parser repeat what they could not read. */
function explain(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return `the file cannot be read as CSV (${typeof code === 'string' ? code : 'unknown error'}).`;
}
