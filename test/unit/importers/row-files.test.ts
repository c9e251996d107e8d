import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type ImportSource, mapped, parseColumnMap } from '@token-ledger/importers';
import { type Place, skipped } from '../../../packages/importers/src/import-source.ts';
import { readRowFiles } from '../../../packages/importers/src/read/read-rows.ts';
import { fileIn, readAll, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();
const map = parseColumnMap({
  convention: 'exclusive',
  columns: { requestId: 'id', occurredAt: 'at', model: 'model', inputTokens: 'in', outputTokens: 'out' },
});
const source = (file: string): ImportSource => mapped({ files: [file], map });
const HEADER = 'id,at,model,in,out,prompt';
const row = (id: string, prompt = '') => `${id},2026-11-21 10:15:30,claude-opus-5-5,1,2,${prompt}`;
const json = (id: string, prompt = '') =>
  JSON.stringify({ id, at: '2026-11-21 10:15:30', model: 'claude-opus-5-5', in: 1, out: 2, prompt });

async function idsOf(name: string, content: string | Buffer) {
  const { records, skipped } = await readAll(source(await fileIn(folder, name, content)));
  return [records.map(({ requestId }) => requestId), skipped];
}

describe('files of rows', () => {
  it('are CSV with any end of line, a byte order mark and lines within quotes', async () => {
    expect(
      await idsOf(
        'a.csv',
        `\uFEFF${HEADER}\r\n${row('a', '"two\r\nlines, and ""more"""')}\r\n\r\n${row('b')}`,
      ),
    ).toEqual([['a', 'b'], {}]);
  });

  it('are NDJSON with a byte order mark and empty lines', async () => {
    expect(await idsOf('a.ndjson', `\uFEFF${json('a')}\n\n${json('b')}\r\n`)).toEqual([['a', 'b'], {}]);
  });

  it('may be compressed, and have capitals in their names', async () => {
    expect(await idsOf('A.CSV.GZ', gzipSync(`${HEADER}\n${row('a')}`))).toEqual([['a'], {}]);
    expect(await idsOf('a.jsonl.gz', gzipSync(json('a')))).toEqual([['a'], {}]);
  });

  it('go on after malformed rows', async () => {
    expect(
      await idsOf('a.csv', `${HEADER}\n${row('a')}\nonly,three,columns\n${row('b')},more\n${row('c')}`),
    ).toEqual([['a', 'c'], { malformed: 2 }]);
    expect(
      await idsOf('a.ndjson', [json('a'), '{"id":', '"text"', '[1]', 'null', json('b')].join('\n')),
    ).toEqual([['a', 'b'], { malformed: 4 }]);
  });

  describe('with a limit of 200 bytes a row', () => {
    const filled = (make: (id: string, prompt: string) => string, bytes: number) =>
      make('full', 'x'.repeat(bytes - make('full', '').length));
    const linesOf = async (name: string, content: string) => {
      const file = await fileIn(folder, name, content);
      const columns = new Set(['id']);
      const rows: unknown[] = [];
      const readRow = (read: unknown, place: Place) => {
        rows.push(read);
        return skipped(place, 'without_usage');
      };
      const reasons: unknown[] = [];
      for await (const item of readRowFiles({ files: [file], columns, readRow, maxRowBytes: 200 })) {
        reasons.push(item.kind === 'skipped' && item.reason);
      }
      return { ids: rows.map((read) => (read as { id: unknown }).id), reasons };
    };

    it('NDJSON goes on after longer ones', async () => {
      const lines = [json('a'), filled(json, 200), filled(json, 201), json('b')];
      const { ids, reasons } = await linesOf('a.ndjson', lines.join('\n'));
      expect(ids).toEqual(['a', 'full', 'b']);
      expect(reasons).toEqual(['without_usage', 'without_usage', 'too_long', 'without_usage']);
    });

    it('CSV stops at a longer one, because of which the next cannot be found', async () => {
      // The commas between six values do not count.
      const rows = (bytes: number) => [HEADER, row('a'), filled(row, bytes + 5), row('b')].join('\n');
      expect((await linesOf('a.csv', rows(200))).ids).toEqual(['a', 'full', 'b']);
      const tooLong = linesOf('a.csv', rows(201));
      await expect(tooLong).rejects.toThrow('line 3: a row is too long, or a quote before it is not closed.');
    });
  });

  it.each([
    ['a.parquet', 'PAR1', 'is Parquet, which is not read. Export it as JSONL or CSV.'],
    ['a.jsonl', 'PAR1\u0000', 'is Parquet, which is not read'],
    ['a.json', '[]', 'must be named .csv, .jsonl or .ndjson'],
    ['a.jsonl', ' [\n{"id":1}]', 'is one JSON list. Export it as JSONL'],
    ['a.csv', 'wrong,names\n1,2', 'has none of the columns id, at, model, in, out in its first line'],
    ['a.csv.gz', 'not compressed', 'cannot be inflated'],
    ['a.csv', `${HEADER}\n${row('a')}\n"secret`, 'a quote is not closed until the end of the file'],
  ])('that are something else are refused: %s of %j', async (name, content, message) => {
    const file = await fileIn(folder, name, content);
    const reading = readAll(source(file));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.not.toThrow('secret');
  });

  it('that do not exist are named', async () => {
    await expect(readAll(source('/nowhere.csv'))).rejects.toThrow('/nowhere.csv cannot be read: ENOENT.');
  });
});
