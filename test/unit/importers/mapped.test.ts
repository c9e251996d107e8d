import { describe, expect, it } from '@jest/globals';
import {
  accessKeysOf,
  MAPPED_FIELDS,
  MAX_COLUMN_MAP_BYTES,
  mapped,
  parseColumnMap,
  readColumnMap,
} from '@token-ledger/importers';
import { fileIn, ndjson, readAll, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();

const columns = {
  requestId: 'id',
  occurredAt: 'at',
  model: 'model',
  inputTokens: 'in',
  outputTokens: 'out',
  cacheReadTokens: 'read',
  cacheCreationTokens: 'write',
};
const map = { convention: 'exclusive', columns };
const row = (more: object = {}) => ({
  id: 'req_1',
  at: '2026-11-21 10:15:30',
  model: 'claude-opus-5-5',
  in: 100,
  out: 20,
  read: 50,
  write: 30,
  prompt: 'a secret',
  ...more,
});

async function imported(json: object, rows: readonly object[]) {
  const file = await fileIn(folder, 'usage.ndjson', ndjson(rows));
  return readAll(mapped({ files: [file], map: parseColumnMap(json) }));
}

describe('an import by a column map', () => {
  it('reports totals, and joins by names of Anthropic', async () => {
    const { found, records } = await imported(map, [row()]);
    expect(records).toEqual([
      {
        requestId: 'req_1',
        occurredAt: Date.parse('2026-11-21T10:15:30Z'),
        model: 'claude-opus-5-5',
        detail: 'totals',
        usage: {
          input_tokens: 100,
          output_tokens: 20,
          cache_read_input_tokens: 50,
          cache_creation_input_tokens: 30,
        },
      },
    ]);
    expect(found).toMatchObject([{ joins: true }]);
    expect((await imported(map, [row({ id: 'job-1' })])).found).toMatchObject([{ joins: false }]);
    expect((await imported(map, [row({ id: 'msg_1' })])).found).toMatchObject([{ joins: true }]);
  });

  it('subtracts the cache from inputs that count it, and skips those that are too small', async () => {
    const inclusive = { ...map, convention: 'inclusive' };
    const { records, skipped } = await imported(inclusive, [row(), row({ in: 80 }), row({ in: 79 })]);
    expect(records.map(({ usage }) => usage.input_tokens)).toEqual([20, 0]);
    expect(skipped).toEqual({ convention_contradicted: 1 });
  });

  it('maps every field', async () => {
    const all = {
      convention: 'exclusive',
      timeZone: 'Europe/Berlin',
      columns: Object.fromEntries(MAPPED_FIELDS.map((field) => [field, `c_${field}`])),
      metadata: { team: 'c_team' },
      accessKeys: { theirs: 'ak_1' },
      statuses: { FAILED: 'error' },
    };
    const texts = {
      requestId: 'r',
      messageId: 'msg_1',
      occurredAt: '2026-11-21 10:15:30',
      model: 'claude-opus-5-5',
      accessKeyId: 'theirs',
      userId: 'u',
      feature: 'f',
      endpoint: 'e',
      status: 'FAILED',
      stopReason: 's',
      serviceTier: 'batch',
    };
    const counts = MAPPED_FIELDS.filter((field) => !Object.hasOwn(texts, field)).map((field) => [
      `c_${field}`,
      5,
    ]);
    const values = Object.entries(texts).map(([field, text]) => [`c_${field}`, text]);
    const { records } = await imported(all, [
      { ...Object.fromEntries([...values, ...counts]), c_team: 'search' },
    ]);
    expect(records).toEqual([
      {
        requestId: 'r',
        messageId: 'msg_1',
        occurredAt: Date.parse('2026-11-21T09:15:30Z'),
        model: 'claude-opus-5-5',
        accessKeyId: 'ak_1',
        userId: 'u',
        feature: 'f',
        endpoint: 'e',
        status: 'error',
        stopReason: 's',
        detail: 'totals',
        usage: {
          input_tokens: 5,
          output_tokens: 5,
          cache_read_input_tokens: 5,
          cache_creation_input_tokens: 10,
          cache_creation: { ephemeral_5m_input_tokens: 5, ephemeral_1h_input_tokens: 5 },
          output_tokens_details: { thinking_tokens: 5 },
          server_tool_use: { web_search_requests: 5 },
          service_tier: 'batch',
        },
        metadata: { team: 'search' },
      },
    ]);
  });

  it('takes constants for fields without a column', async () => {
    const { model: _, ...others } = columns;
    const constant = {
      ...map,
      columns: others,
      constants: { model: 'claude-haiku-5-5', accessKeyId: 'ak_1' },
    };
    const { records } = await imported(constant, [row()]);
    expect(records).toMatchObject([{ model: 'claude-haiku-5-5', accessKeyId: 'ak_1' }]);
  });

  it('skips access keys that no map names, and others than the ledger has where there is none', async () => {
    const keyed = { ...map, columns: { ...columns, accessKeyId: 'key' } };
    const rows = ['search', 'ak_2', 'chat', undefined].map((key, index) => row({ id: `req_${index}`, key }));
    const translated = await imported({ ...keyed, accessKeys: { search: 'ak_1' } }, rows);
    expect(translated.records.map(({ accessKeyId }) => accessKeyId)).toEqual(['ak_1', undefined]);
    expect(translated.skipped).toEqual({ unmapped_key: 2 });
    const untranslated = await imported(keyed, rows);
    expect(untranslated.records.map(({ accessKeyId }) => accessKeyId)).toEqual(['ak_2', undefined]);
    expect(untranslated.skipped).toEqual({ unmapped_key: 2 });
  });

  it('skips rows that cannot count, and says why', async () => {
    const { records, skipped } = await imported(map, [
      row({ id: ' ' }),
      row({ at: null }),
      row({ out: '1e3' }),
    ]);
    expect(records).toEqual([]);
    expect(skipped).toEqual({ no_identity: 1, no_time: 1, invalid_figures: 1 });
  });
});

describe('a column map', () => {
  it('must name the convention of its input tokens, and a name of calls', () => {
    expect(() => parseColumnMap({ columns })).toThrow(
      /convention is required: "exclusive" .* or "inclusive"/,
    );
    const { requestId: _, ...nameless } = columns;
    expect(() => parseColumnMap({ ...map, columns: nameless })).toThrow(
      'columns must name requestId or messageId',
    );
  });

  it('is refused with all that is wrong with it', () => {
    const wrong = {
      convention: 'mine',
      columns: { requestId: 'id', price: 'p', model: 3 },
      constants: { occurredAt: 'now' },
      timeZone: 'Berlin',
      statuses: { FAILED: 'bad' },
      extra: 1,
    };
    expect(() => parseColumnMap(wrong)).toThrow(
      new RegExp(
        [
          'extra is not known',
          'convention is required',
          'columns must be an object of texts',
          'timeZone must be an IANA name',
          'columns.price is not known',
          'constants.occurredAt is not known',
          'columns must name inputTokens',
          'columns must name outputTokens',
          'statuses must lead to one of ok, error, partial',
        ].join('[^]*'),
      ),
    );
    expect(() => parseColumnMap([])).toThrow('it must be a JSON object');
  });

  it('is read from a file up to a size', async () => {
    const json = JSON.stringify(map);
    const padded = (bytes: number) => json + ' '.repeat(bytes - json.length);
    const full = await fileIn(folder, 'map.json', padded(MAX_COLUMN_MAP_BYTES));
    expect(await readColumnMap(full)).toMatchObject({ convention: 'exclusive', timeZone: 'UTC' });
    const large = await fileIn(folder, 'map.json', padded(MAX_COLUMN_MAP_BYTES + 1));
    await expect(readColumnMap(large)).rejects.toThrow(`at most ${MAX_COLUMN_MAP_BYTES}`);
    await expect(readColumnMap(await fileIn(folder, 'map.json', '['))).rejects.toThrow('is no JSON object');
    await expect(readColumnMap('/nowhere.json')).rejects.toThrow('cannot be read');
  });

  it('for other sources has access keys only', () => {
    expect(accessKeysOf({ accessKeys: { a: 'ak_1' } })).toEqual({ a: 'ak_1' });
    expect(() => accessKeysOf({ accessKeys: { a: 1 }, columns: {} })).toThrow(
      /columns is not known[^]*accessKeys must be an object of texts/,
    );
  });
});
