import { describe, expect, it } from '@jest/globals';
import type { Transport } from '@token-ledger/client';
import { createHttpTransport } from '@token-ledger/client/http';
import { mayReportForOthers } from '@token-ledger/core';
import { type ImportOptions, importUsage, litellm, transcripts } from '@token-ledger/importers';
import { own, RECORD, setUp } from '../support/accepted-usage.ts';
import { ledgerOver } from '../support/ledger-over.ts';
import { readerOfLedger } from '../support/ledger-reader.ts';
import { NOON } from '../support/records.ts';
import { fileIn, ndjson, temporaryFolder } from '../unit/importers/support/files.ts';

/* Imports through the function that accepts usage, and the one that records it: what they come to in the ledger. */

const folder = temporaryFolder();
const accessKey = `tl_ak_own_${'0'.repeat(64)}`;
const at = new Date(NOON - 60_000).toISOString();

function ledgerOf(scopes: Parameters<typeof mayReportForOthers>[0] = ['ingest:any']) {
  const ledger = setUp({ principal: { scopes } });
  const fetch = (async (_url: string, init: { body: string }) => {
    const { statusCode, body } = await ledger.post(JSON.parse(init.body) as object);
    return new Response(JSON.stringify(body), { status: statusCode ?? 500 });
  }) as unknown as typeof globalThis.fetch;
  const transport: Transport = createHttpTransport({
    endpoint: 'https://ledger.example',
    accessKey,
    requestTimeoutMs: 60_000,
    fetch,
  });
  const reader = readerOfLedger(
    ledgerOver(ledger.store, () => NOON),
    scopes,
    { accessKeyId: 'ak_own' },
  );
  return { ...ledger, transport, reader };
}

const line = (id: string, output: number, stop: string | null = 'end_turn') => ({
  type: 'assistant',
  timestamp: at,
  requestId: `req_${id}`,
  message: {
    id: `msg_${id}`,
    model: 'claude-sonnet-5-5',
    stop_reason: stop,
    usage: { input_tokens: 100, output_tokens: output },
  },
});

async function importTranscripts(
  { transport, reader }: ReturnType<typeof ledgerOf>,
  rows: readonly unknown[],
  userId?: string,
  more: Partial<ImportOptions> = {},
) {
  const files = [await fileIn(folder, 'session.jsonl', ndjson(rows))];
  return importUsage({
    source: transcripts({ files }),
    endpoint: 'https://ledger.example',
    accessKey,
    transport,
    reader,
    ...more,
    ...(userId !== undefined && { defaults: { userId } }),
  });
}

describe('imported usage', () => {
  it('takes the bulk queue, and counts once however often it is imported', async () => {
    const ledger = ledgerOf();
    for (const _ of [1, 2]) {
      const { sent } = await importTranscripts(ledger, [line('a', 50), line('b', 5, null)]);
      expect(sent).toEqual({ accepted: 2, conflicts: 0, rejected: 0 });
      expect(ledger.queue.sent('live')).toEqual([]);
      await ledger.deliver();
    }
    expect(await ledger.store.getRecord(own('req_a'))).toMatchObject({
      tokens: { output: 50 },
      source: 'transcript',
    });
    expect(await ledger.store.getRecord(own('req_b'))).toMatchObject({
      tokens: { output: 5 },
      status: 'partial',
    });
    expect((await ledger.store.getRecord(own('req_a')))?.revision).toBeUndefined();
  });

  it('completes a call that was captured in part, and is completed by one that is captured later', async () => {
    const ledger = ledgerOf();
    const live = (id: string, output: number, more: object) => ({
      requestId: `req_${id}`,
      messageId: `msg_${id}`,
      occurredAt: at,
      model: 'claude-sonnet-5-5',
      usage: { input_tokens: 100, output_tokens: output },
      ...more,
    });
    await ledger.post(live('a', 9, { status: 'partial' }));
    await ledger.deliver();
    await importTranscripts(ledger, [line('a', 50), line('b', 5, null)]);
    await ledger.deliver();
    await ledger.post(live('b', 70, { stopReason: 'end_turn' }));
    await ledger.deliver();
    expect(await ledger.store.getRecord(own('req_a'))).toMatchObject({
      tokens: { output: 50 },
      status: 'ok',
    });
    expect(await ledger.store.getRecord(own('req_b'))).toMatchObject({
      tokens: { output: 70 },
      status: 'ok',
    });
  });

  it('of a gateway joins under the id of the message, and gives way to what knows more', async () => {
    const ledger = ledgerOf();
    const row = {
      request_id: 'msg_a',
      startTime: at,
      model: 'claude-sonnet-5-5',
      metadata: { usage_object: { prompt_tokens: 100, completion_tokens: 50 } },
    };
    const files = [await fileIn(folder, 'spend.ndjson', ndjson([row]))];
    const { transport, reader } = ledger;
    await importUsage({
      source: litellm({ files }),
      endpoint: 'https://ledger.example',
      accessKey,
      transport,
      reader,
    });
    await ledger.deliver();
    expect(await ledger.store.getRecord(own('msg_a'))).toMatchObject({ detail: 'totals', source: 'litellm' });
    await importTranscripts(ledger, [line('a', 50)]);
    await ledger.deliver();
    const record = await ledger.store.getRecord(own('msg_a'));
    expect(record).toMatchObject({ tokens: { input: 100, output: 50 }, source: 'transcript' });
    expect(record).not.toHaveProperty('detail');
  });

  it('for another user is refused by the ledger if the access key may not name one', async () => {
    const { sent } = await importTranscripts(ledgerOf(['ingest']), [line('a', 50)], 'u_other');
    expect(sent).toEqual({ accepted: 0, conflicts: 0, rejected: 1 });
    const team = await importTranscripts(ledgerOf(['ingest:users']), [line('a', 50)], 'u_other');
    expect(team.sent).toMatchObject({ accepted: 1 });
  });

  it('that is too old is refused before anything is sent, and exactly at the limit is not', async () => {
    const aged = (id: string, ms: number) => ({
      ...line(id, 50),
      timestamp: new Date(NOON - 35 * 86_400_000 - ms).toISOString(),
    });
    const ledger = ledgerOf();
    const importing = importTranscripts(ledger, [aged('a', 1), line('b', 50)]);
    await expect(importing).rejects.toThrow('1 of 2 calls occurred before');
    expect(ledger.queue.sent('bulk')).toEqual([]);
    expect((await importTranscripts(ledger, [aged('c', 0)])).sent).toMatchObject({ accepted: 1 });
  });

  it('that another access key captured is refused, or joins that record, and never counts twice', async () => {
    const ledger = ledgerOf();
    const live = {
      requestId: 'req_a',
      messageId: 'msg_a',
      accessKeyId: 'ak_live',
      occurredAt: at,
      model: 'claude-sonnet-5-5',
      status: 'partial',
      usage: { input_tokens: 100, output_tokens: 9 },
    };
    await ledger.post(live);
    await ledger.deliver();
    const lines = [line('a', 50), line('b', 50)];
    await expect(importTranscripts(ledger, lines)).rejects.toThrow(/ak_live: 1, such as req_a/);
    expect(ledger.queue.sent('bulk')).toEqual([]);

    await importTranscripts(ledger, lines, undefined, { heldElsewhere: 'join' });
    await ledger.deliver();
    expect(await ledger.store.getRecord({ accessKeyId: 'ak_live', requestId: 'req_a' })).toMatchObject({
      tokens: { output: 50 },
      status: 'ok',
    });
    expect(await ledger.store.getRecord(own('req_a'))).toBeUndefined();
    expect(await ledger.store.getRecord(own('req_b'))).toBeDefined();
  });

  it('by a laptop that may not see other access keys is refused without naming one', async () => {
    const ledger = ledgerOf(['ingest:users']);
    await ledger.post({ ...RECORD, requestId: 'req_a', occurredAt: at }, {}, { accessKeyId: 'ak_live' });
    await ledger.deliver();
    const importing = importTranscripts(ledger, [line('a', 50)]);
    await expect(importing).rejects.toThrow('access keys that the present one may not see: 1, such as req_a');
    await expect(importing).rejects.not.toThrow('ak_live');
  });
});
