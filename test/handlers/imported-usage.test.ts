import { describe, expect, it } from '@jest/globals';
import type { Transport } from '@token-ledger/client';
import { createHttpTransport } from '@token-ledger/client/http';
import { mayReportForOthers } from '@token-ledger/core';
import { importUsage, litellm, transcripts } from '@token-ledger/importers';
import { own, setUp } from '../support/accepted-usage.ts';
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
    requestTimeoutMs: 1000,
    fetch,
  });
  return { ...ledger, transport };
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
  { transport }: ReturnType<typeof ledgerOf>,
  rows: readonly unknown[],
  userId?: string,
) {
  const files = [await fileIn(folder, 'session.jsonl', ndjson(rows))];
  return importUsage({
    source: transcripts({ files }),
    endpoint: 'https://ledger.example',
    accessKey,
    transport,
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
    const { transport } = ledger;
    await importUsage({
      source: litellm({ files }),
      endpoint: 'https://ledger.example',
      accessKey,
      transport,
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

  it('that is too old is refused, and the rest is not', async () => {
    const old = { ...line('a', 50), timestamp: new Date(NOON - 36 * 86_400_000).toISOString() };
    const { sent } = await importTranscripts(ledgerOf(), [old, line('b', 50)]);
    expect(sent).toEqual({ accepted: 1, conflicts: 0, rejected: 1 });
  });
});
