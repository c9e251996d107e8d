import type { CellFormat, SpreadsheetColumn, SpreadsheetRow, Spreadsheets } from '@token-ledger/core';
import { type CellStyle, type ColumnDef, writeXlsxStream } from 'hucre/xlsx';

const SHEET_NAME = 'Usage';

/** Money has as many decimals as it needs, up to those of a nano-dollar. */
const NUMBER_FORMATS: Readonly<Partial<Record<CellFormat, string>>> = {
  count: '#,##0',
  money: '#,##0.00#######',
  month: 'yyyy-mm',
  day: 'yyyy-mm-dd',
  minute: 'yyyy-mm-dd hh:mm',
  second: 'yyyy-mm-dd hh:mm:ss',
};

const WIDTHS: Readonly<Partial<Record<CellFormat, number>>> = { text: 26, minute: 20, second: 22, money: 18 };
const LEAST_WIDTH = 12;

/**
 * Spreadsheets by hucre, which writes them row by row: https://github.com/productdevbook/hucre. An empty row above the
 * totals keeps them out of filters and pivot tables, which take the rows that touch.
 */
export const createSpreadsheet: Spreadsheets = ({ columns, rows, totals, isHuge }) => {
  const style = new RowStyle(columns);
  async function* allRows() {
    style.isBold = true;
    yield columns.map(({ title }) => title);
    style.isBold = false;
    for await (const row of rows) yield mutable(row);
    yield [];
    style.isBold = true;
    yield mutable(totals);
  }
  return writeXlsxStream(allRows(), {
    name: SHEET_NAME,
    columns: style.columns,
    freezePane: { rows: 1 },
    zip64: isHuge,
  });
};

/** hucre takes styles of columns only. It looks at them for each row after it took the row, so they can change between rows. */
class RowStyle {
  isBold = false;
  readonly columns: ColumnDef[];

  constructor(columns: readonly SpreadsheetColumn[]) {
    this.columns = columns.map((column) => {
      const numFmt = NUMBER_FORMATS[column.format];
      const plain: CellStyle = numFmt === undefined ? {} : { numFmt };
      const bold: CellStyle = { ...plain, font: { bold: true } };
      const styleNow = () => (this.isBold ? bold : plain);
      return {
        width: Math.max(WIDTHS[column.format] ?? LEAST_WIDTH, column.title.length + 2),
        get style() {
          return styleNow();
        },
      };
    });
  }
}

function mutable(row: SpreadsheetRow) {
  return [...row];
}
