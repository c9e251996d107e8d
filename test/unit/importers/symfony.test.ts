import { describe, expect, it } from '@jest/globals';
import { symfony } from '@token-ledger/importers';
import { fileIn, ndjson, readAll, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();

function row(more: object = {}) {
  return {
    id: '7301',
    access_key_id: '11',
    user_id: '42',
    input_tokens: 12,
    cache_creation_input_tokens: 400,
    cache_read_input_tokens: 3000,
    output_tokens: 150,
    request_id: 'msg_1',
    model: 'claude-sonnet-5-5',
    stop_reason: 'end_turn',
    occurTime: '2026-11-21 10:15:30',
    endpoint: '/v1/messages',
    feature: 'http_forward',
    ...more,
  };
}

async function imported(table: string, rows: readonly object[], options: object = {}) {
  const file = await fileIn(folder, `${table}.ndjson`, ndjson(rows));
  return readAll(symfony({ files: [file], ...options }));
}

describe('an import of the tables of the Symfony bundle', () => {
  it('reports the totals of a call by the id of its message', async () => {
    const { found, records } = await imported('access_key_usage', [row()]);
    expect(records).toEqual([
      {
        messageId: 'msg_1',
        occurredAt: Date.parse('2026-11-21T10:15:30Z'),
        model: 'claude-sonnet-5-5',
        detail: 'totals',
        userId: '42',
        feature: 'http_forward',
        endpoint: '/v1/messages',
        stopReason: 'end_turn',
        usage: {
          input_tokens: 12,
          output_tokens: 150,
          cache_creation_input_tokens: 400,
          cache_read_input_tokens: 3000,
        },
        metadata: { bundle_key: '11' },
      },
    ]);
    expect(found).toMatchObject([{ joins: true }]);
  });

  it('gives both rows of a call the same name, and the same figures', async () => {
    const { records: first } = await imported('access_key_usage', [row({ id: '1', user_id: null })]);
    const { records: second } = await imported('user_usage', [row({ id: '2' })]);
    expect(second).toEqual([{ ...first[0], userId: '42' }]);
  });

  it('does not count a call without an id twice', async () => {
    const anonymous = row({ request_id: null });
    const { found } = await imported('access_key_usage', [anonymous]);
    expect(found).toMatchObject([{ joins: false, record: { requestId: 'symfony:access_key_usage:7301' } }]);
    expect((await imported('user_usage', [anonymous])).skipped).toEqual({ same_call_elsewhere: 1 });
    const { records } = await imported('user_usage', [row({ request_id: null, access_key_id: null })]);
    expect(records).toMatchObject([{ requestId: 'symfony:user_usage:7301' }]);
  });

  it('keeps ids of other kinds apart from Anthropic’s', async () => {
    const { found } = await imported('access_key_usage', [
      row({ request_id: 'job 5' }),
      row({ request_id: 'req_5' }),
    ]);
    expect(found).toMatchObject([
      { joins: false, record: { requestId: 'symfony:job 5' } },
      { joins: true, record: { requestId: 'req_5' } },
    ]);
  });

  it('does not count sums of calls', async () => {
    const { records, skipped } = await imported('usage_statistics', [{ id: 1, total_requests: 5 }]);
    expect([records, skipped]).toEqual([[], { aggregate: 1 }]);
  });

  it('takes times for those of the time zone of PHP', async () => {
    const { records } = await imported('access_key_usage', [row()], { timeZone: 'Asia/Shanghai' });
    expect(records).toMatchObject([{ occurredAt: Date.parse('2026-11-21T02:15:30Z') }]);
  });

  it('reports for the access keys of a map', async () => {
    const rows = [row(), row({ access_key_id: 12 }), row({ access_key_id: null })];
    const { records, skipped } = await imported('access_key_usage', rows, { accessKeys: { 12: 'ak_12' } });
    expect(records.map(({ accessKeyId }) => accessKeyId)).toEqual(['ak_12', undefined]);
    // Not under the access key that imports.
    expect(skipped).toEqual({ unmapped_key: 1 });
  });

  it('reads CSV with either spelling of the columns', async () => {
    const csv = [
      'id,accessKeyId,userId,inputTokens,cacheCreationInputTokens,cacheReadInputTokens,outputTokens,requestId,model,stopReason,occurTime',
      '1,11,\\N,12,400,3000,150,msg_1,claude-sonnet-5-5,NULL,2026-11-21 10:15:30',
    ].join('\n');
    const file = await fileIn(folder, 'access_key_usage.csv', csv);
    const { records } = await readAll(symfony({ files: [file] }));
    expect(records).toMatchObject([
      { messageId: 'msg_1', usage: { input_tokens: 12, cache_read_input_tokens: 3000 } },
    ]);
    expect(records[0]).not.toHaveProperty('userId');
    expect(records[0]).not.toHaveProperty('stopReason');
  });

  it('skips rows that cannot count, and says why', async () => {
    const { skipped } = await imported('access_key_usage', [
      row({ model: null }),
      row({ request_id: null, id: null }),
      row({ occurTime: '0000-00-00 00:00:00' }),
      row({ input_tokens: '-3' }),
    ]);
    expect(skipped).toEqual({ not_anthropic: 1, no_identity: 1, no_time: 1, invalid_figures: 1 });
  });

  it('refuses a file whose name does not say which table it holds', () => {
    expect(() => symfony({ files: ['/exports/dump.csv'] })).toThrow(
      '/exports/dump.csv must be named after the table it holds: one of access_key_usage, user_usage, usage_statistics.',
    );
  });
});
