import type { Column, Spreadsheets } from '@token-ledger/core';
import { type ColumnDef, writeXlsxStream } from 'hucre/xlsx';

const SHEET_NAME = 'Usage';

/** Writes spreadsheets row by row with hucre: https://github.com/productdevbook/hucre. */
export const createSpreadsheet: Spreadsheets = (columns, rows, isHuge) =>
  writeXlsxStream(mutable(rows), {
    name: SHEET_NAME,
    columns: columns.map(toColumn),
    freezePane: { rows: 1 },
    zip64: isHuge,
  });

function toColumn({ name, kind }: Column): ColumnDef {
  return { header: name, width: kind === 'text' || kind === 'instant' ? 26 : 14 };
}

async function* mutable<T>(rows: AsyncIterable<readonly T[]>): AsyncGenerator<T[]> {
  for await (const row of rows) yield [...row];
}
