import { describe, expect, it } from '@jest/globals';
import { batchResults } from '@token-ledger/importers';
import { fileIn, ndjson, readAll, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();
const endedAtMs = Date.UTC(2026, 10, 21, 12);

const succeeded = (message: object, custom_id = 'job-1') => ({
  custom_id,
  result: { type: 'succeeded', message },
});
const message = {
  id: 'msg_1',
  model: 'claude-haiku-5-5',
  stop_reason: 'end_turn',
  content: [{ type: 'text', text: 'a secret answer' }],
  usage: { input_tokens: 10, output_tokens: 20, service_tier: 'batch' },
};

async function imported(rows: readonly unknown[]) {
  const file = await fileIn(folder, 'results.jsonl', ndjson(rows));
  return readAll(batchResults({ files: [file], endedAtMs }));
}

describe('an import of batch results', () => {
  it('reports what succeeded, by the id of its message, at the end of the batch', async () => {
    const { found, records } = await imported([succeeded(message)]);
    expect(records).toEqual([
      {
        messageId: 'msg_1',
        occurredAt: endedAtMs,
        model: 'claude-haiku-5-5',
        endpoint: '/v1/messages/batches',
        stopReason: 'end_turn',
        usage: message.usage,
        metadata: { custom_id: 'job-1' },
      },
    ]);
    expect(found).toMatchObject([{ joins: true }]);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  it('takes usage without a tier for that of a batch, which costs half', async () => {
    const { records } = await imported([
      succeeded({ ...message, usage: { input_tokens: 1, output_tokens: 1 } }),
    ]);
    expect(records).toMatchObject([{ usage: { service_tier: 'batch' } }]);
  });

  it('leaves out a custom id that is a sentence', async () => {
    const { records } = await imported([succeeded(message, 'my secret wish is this')]);
    expect(records[0]).not.toHaveProperty('metadata');
  });

  it('skips what used nothing, and says why', async () => {
    const { records, skipped } = await imported([
      ...['errored', 'canceled', 'expired', 'new'].map((type) => ({ custom_id: type, result: { type } })),
      succeeded({ ...message, usage: null }),
      succeeded({ ...message, id: '' }),
      { custom_id: 'x' },
      '{',
      '[]',
    ]);
    expect(records).toEqual([]);
    expect(skipped).toEqual({
      batch_errored: 1,
      batch_canceled: 1,
      batch_expired: 1,
      without_usage: 2,
      no_identity: 1,
      malformed: 3,
    });
  });

  it('lists figures that it does not know', async () => {
    const { unknown } = await imported([
      succeeded({ ...message, usage: { input_tokens: 1, video_tokens: 3 } }),
    ]);
    expect(unknown).toEqual(['video_tokens']);
  });
});
