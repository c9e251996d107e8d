import { type Column, chooseColumns } from './column.ts';
import { cellsEncoder, csvEncoder, ndjsonEncoder, type RowEncoder } from './encode-rows.ts';
import type { ExportDefinition, ExportSubject } from './export-definition.ts';
import { FOCUS_COLUMNS, FOCUS_FIELDS } from './focus-columns.ts';
import { RECORD_COLUMNS } from './record-columns.ts';
import { STATISTICS_COLUMNS } from './statistics-columns.ts';

/** The columns of a file. */
export function columnsOf(definition: ExportDefinition, subject: ExportSubject): readonly Column[] {
  if (definition.format === 'focus') return chooseColumns(FOCUS_COLUMNS, FOCUS_FIELDS).columns;
  return subject === 'records'
    ? chooseColumns(RECORD_COLUMNS, definition.recordFields).columns
    : chooseColumns(STATISTICS_COLUMNS, definition.statisticsFields).columns;
}

/** The encoder of a file's rows. */
export function encoderOf(definition: ExportDefinition, subject: ExportSubject): RowEncoder {
  const columns = columnsOf(definition, subject);
  switch (definition.format) {
    case 'csv':
    case 'focus':
      return csvEncoder(columns, definition.byteOrderMark);
    case 'ndjson':
      return ndjsonEncoder(columns);
    case 'xlsx':
      return cellsEncoder(columns);
  }
}
