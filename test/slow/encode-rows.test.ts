import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { CellValue, Column } from '../../packages/core/src/exports/column.ts';
import { cellsEncoder, csvEncoder, ndjsonEncoder } from '../../packages/core/src/exports/encode-rows.ts';

const COLUMNS: readonly Column[] = [
  { name: 'text', kind: 'text' },
  { name: 'integer', kind: 'integer' },
  { name: 'decimal', kind: 'decimal' },
  { name: 'boolean', kind: 'boolean' },
  { name: 'instant', kind: 'instant' },
];
const OTHERS: readonly CellValue[] = [-1n, '-0.5', true, '2026-11-21T12:00:00.000Z'];
const FORMULAS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

const csv = (text: string) => csvEncoder(COLUMNS, false).row([text, ...OTHERS]);
const fields = (line: string) => parse(line, { relax_quotes: false })[0] as string[];

describe('CSV', () => {
  it('begins with the names of the columns, after a byte order mark if requested', () => {
    expect(csvEncoder(COLUMNS, false).header).toBe('text,integer,decimal,boolean,instant\r\n');
    expect(csvEncoder(COLUMNS, true).header).toBe('\uFEFFtext,integer,decimal,boolean,instant\r\n');
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\r\nb', '"a\r\nb"'],
    [' a', '" a"'],
    ['', ''],
    ['a=b', 'a=b'],
    ['a;b', '"a;b"'],
    ['x;=1+1;y', `"x;'=1+1;y"`],
    ['x; +1;\u200b@a', `"x;' +1;'\u200b@a"`],
    ['x;"=1+1"', `"x;'""=1+1"""`],
    [' =1+1', `' =1+1`],
    ['\u00a0=1+1', `'\u00a0=1+1`],
    ['\u200b=1+1', `'\u200b=1+1`],
    ['"=1+1"', `"'""=1+1"""`],
    ...FORMULAS.map((sign): [string, string] => {
      const text = `'${sign}1+1`;
      return [`${sign}1+1`, /[\r\n]/.test(sign) ? `"${text}"` : text];
    }),
  ])('writes the text %j as %j', (text, written) => {
    expect(csv(text)).toBe(`${written},-1,-0.5,true,2026-11-21T12:00:00.000Z\r\n`);
  });

  it('leaves missing values empty', () => {
    expect(csvEncoder(COLUMNS, false).row(COLUMNS.map(() => null))).toBe(',,,,\r\n');
  });

  it('can be read back, except for the apostrophe before possible formulas', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const [read] = fields(csv(text));
        const withoutMarks = (cell = '') => cell.replaceAll(/(^|;)'/g, '$1');
        expect(withoutMarks(read)).toBe(withoutMarks(text));
        if (!/[=+\-@\t\r\n＝＋－＠]/.test(text)) expect(read).toBe(text);
      }),
    );
  });

  it('holds no formula, whether commas or semicolons separate the cells', () => {
    const part = fc.constantFrom(';', '=', '"', "'", ' ', '\u00a0', '\u200b', 'a', '-', '＝', '@', ',');
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const line = csvEncoder([{ name: 'text', kind: 'text' }], false).row([parts.join('')]);
        const [read] = fields(line);
        // By semicolons the line is split wherever they stand; what surrounds a cell may be dropped.
        for (const cell of [read ?? '', ...line.split(';')]) {
          expect(cell.replace(/^[\s"\u200b]+/u, '')).not.toMatch(/^[=\-@＝]/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('NDJSON', () => {
  const line = (values: readonly CellValue[]) => JSON.parse(ndjsonEncoder(COLUMNS).row(values));

  it('has every column, and texts unchanged', () => {
    expect(line(['=1+1', ...OTHERS])).toEqual({
      text: '=1+1',
      integer: -1,
      decimal: '-0.5',
      boolean: true,
      instant: '2026-11-21T12:00:00.000Z',
    });
    expect(line([null, null, null, null, null]).text).toBeNull();
  });

  it('writes integers as texts beyond what a JSON number holds', () => {
    const safe = BigInt(Number.MAX_SAFE_INTEGER);
    expect(line([null, safe, null, null, null]).integer).toBe(Number.MAX_SAFE_INTEGER);
    expect(line([null, safe + 1n, null, null, null]).integer).toBe('9007199254740992');
  });
});

describe('cells of a spreadsheet', () => {
  const cells = (text: string) => JSON.parse(cellsEncoder(COLUMNS).row([text, ...OTHERS]));

  it('are numbers, booleans and texts that are not formulas', () => {
    expect(cells('plain')).toEqual(['plain', -1, -0.5, true, '2026-11-21T12:00:00.000Z']);
    for (const sign of FORMULAS) expect(cells(`${sign}1+1`)[0]).toBe(`'${sign}1+1`);
  });
});
