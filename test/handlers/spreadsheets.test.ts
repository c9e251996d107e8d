import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  Calendar,
  type ExportDefinition,
  formatNanoDollars,
  RECORD_FIELDS,
  STATISTICS_FIELDS,
} from '@token-ledger/core';
import fc from 'fast-check';
import { type CellStyle, readXlsx } from 'hucre/xlsx';
import { createSpreadsheet } from '../../functions/write-export/spreadsheets.ts';
import { cellsEncoder } from '../../packages/core/src/exports/encode-rows.ts';
import { spreadsheetColumns } from '../../packages/core/src/exports/spreadsheet-columns.ts';
import { DEFINITION, ExportHarness, someRecords } from '../support/exports.ts';
import { NOON, usageRecord } from '../support/records.ts';

async function open(content: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const { sheets } = await readXlsx(Buffer.concat(chunks), { readStyles: true });
  return sheets;
}

describe('an export as a spreadsheet', () => {
  let harness: ExportHarness;

  beforeEach(async () => {
    harness = new ExportHarness();
    harness.ledger.nowMs = NOON;
    Object.assign(harness.deps, { spreadsheets: createSpreadsheet });
    await harness.ledger.record(...someRecords(20));
  });

  async function sheetOf(definition: Partial<ExportDefinition>) {
    const { id } = await harness.create({ format: 'xlsx', ...definition });
    expect(await harness.write(id)).toBe('done');
    const [file] = (await harness.job(id)).files;
    if (!file?.key) throw new Error('The export has no file.');
    const [sheet] = await open(harness.files.readFile(file.key));
    const [header = [], ...body] = sheet?.rows ?? [];
    const styleOf = (row: number, column: number): CellStyle | undefined =>
      sheet?.cells?.get(`${row},${column}`)?.style;
    return { file, header, rows: body.slice(0, -2), below: body.slice(-2), styleOf };
  }

  it('has bold titles, harmless texts, numbers and times', async () => {
    await harness.ledger.record(usageRecord({ requestId: '=HYPERLINK("x")', occurredAtMs: NOON - 1 }));
    const { header, rows, styleOf } = await sheetOf({
      recordFields: ['requestId', 'occurredAt', 'userId', 'totalTokens', 'costUsd', 'unpriced', 'endpoint'],
    });
    const titles = [
      'Request ID',
      'Occurred, UTC',
      'User ID',
      'Total tokens',
      'Cost (USD)',
      'Without a price',
    ];
    expect(header).toEqual([...titles, 'Endpoint']);
    expect(header.map((_, column) => styleOf(0, column)?.font?.bold)).toEqual(Array(7).fill(true));
    expect(rows).toHaveLength(21);
    const [id, occurred, ...rest] = rows.at(-1) ?? [];
    expect(id).toBe(`'=HYPERLINK("x")`);
    expect(occurred).toEqual(new Date(NOON - 1));
    expect(rest.slice(0, 4)).toEqual(['u_1', 1650, expect.any(Number), false]);
    expect([0, 1, 3, 4].map((column) => styleOf(1, column)?.numFmt ?? 'General')).toEqual([
      'General',
      'yyyy-mm-dd hh:mm:ss',
      '#,##0',
      '#,##0.00#######',
    ]);
    expect(styleOf(1, 0)?.font?.bold ?? false).toBe(false);
  });

  it('ends with the totals of the ledger, in bold, below an empty row', async () => {
    const { file, rows, below, styleOf } = await sheetOf({
      subjects: ['statistics'],
      dimension: 'user',
      statisticsFields: ['from', 'id', 'requests', 'totalTokens', 'costUsd'],
    });
    const [empty = [], totals = []] = below;
    expect(empty.filter((cell) => cell !== null)).toEqual([]);
    const { requests, cost } = file.totals;
    expect(totals).toEqual(['Total', null, Number(requests), 20 * 1650, Number(formatNanoDollars(cost))]);
    const nano = rows.reduce((sum, row) => sum + Math.round(Number(row[4]) * 1e9), 0);
    expect(BigInt(nano)).toBe(cost);
    expect(styleOf(rows.length + 2, 4)).toMatchObject({ font: { bold: true }, numFmt: '#,##0.00#######' });
  });

  it('has totals of records for what the ledger sums, and none for other numbers', async () => {
    const { file, below } = await sheetOf({
      recordFields: ['maxTokens', 'inputTokens', 'costUsd', 'source'],
    });
    const { input, cost } = file.totals;
    expect(below[1]).toEqual(['Total', Number(input), Number(formatNanoDollars(cost)), null]);
  });

  it('shows times by the clocks of the reporting time zone, and days as days', async () => {
    Object.assign(harness.deps, { calendar: new Calendar('Asia/Kolkata') });
    const day = {
      period: 'day',
      subjects: ['statistics'],
      statisticsFields: ['from', 'to', 'requests'],
    } as const;
    const range = { fromMs: Date.UTC(2026, 10, 20, 18, 30), toMs: Date.UTC(2026, 10, 21, 18, 30) };
    const { header, rows, styleOf } = await sheetOf({ ...day, ...range });
    expect(header.slice(0, 2)).toEqual(['Day, Asia/Kolkata', 'Until (exclusive), Asia/Kolkata']);
    expect(rows).toEqual([[new Date(Date.UTC(2026, 10, 21)), new Date(Date.UTC(2026, 10, 22)), 20]]);
    expect([styleOf(1, 0)?.numFmt, styleOf(1, 1)?.numFmt]).toEqual(['yyyy-mm-dd', 'yyyy-mm-dd hh:mm']);
  });
});

describe('a spreadsheet', () => {
  const columns = [
    { title: 'Text', format: 'text' },
    { title: 'Count', format: 'count' },
  ] as const;

  async function* rows(count: number) {
    for (let row = 0; row < count; row += 1) yield ['a', 1];
  }

  it.each([true, false])('can be read, whether or not it may be huge: %s', async (isHuge) => {
    const [sheet] = await open(createSpreadsheet({ columns, rows: rows(1), totals: ['Total', 1], isHuge }));
    expect(sheet?.rows.filter((row) => row.some((cell) => cell !== null))).toEqual([
      ['Text', 'Count'],
      ['a', 1],
      ['Total', 1],
    ]);
  });

  it('has a title of its own for every column, whatever is exported', () => {
    const definition = { ...DEFINITION, recordFields: RECORD_FIELDS, statisticsFields: STATISTICS_FIELDS };
    for (const subject of ['records', 'statistics'] as const)
      for (const dimension of ['all', 'access_key', 'user'] as const) {
        const titles = spreadsheetColumns({ ...definition, dimension }, subject, 'UTC').map(
          ({ title }) => title,
        );
        expect(new Set(titles).size).toBe(titles.length);
        expect(titles.filter((title) => !/^[A-Z]/.test(title))).toEqual([]);
      }
  });

  it('holds every cost below a million dollars to the nano-dollar', () => {
    const encoder = cellsEncoder([{ name: 'costUsd', kind: 'decimal' }]);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }), (nano) => {
        const [cell] = JSON.parse(encoder.row([formatNanoDollars(nano)])) as number[];
        // Excel shows 15 digits.
        expect(BigInt(Math.round(Number((cell ?? 0).toPrecision(15)) * 1e9))).toBe(nano);
      }),
    );
  });
});
