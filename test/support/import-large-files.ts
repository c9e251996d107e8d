import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from '@token-ledger/client';
import { importUsage, type LedgerReader, litellm, transcripts } from '@token-ledger/importers';

/*
 * Imports generated files, most of which is content, and prints how the memory of this process grew. `node import-large-files.ts
 * <ndjson, csv or transcripts> <megabytes>`
 */

const [kind = 'ndjson', megabytes = '100'] = process.argv.slice(2);
const bytes = Number(megabytes) * 1_000_000;
const folder = mkdtempSync(join(tmpdir(), 'token-ledger-large-'));
const CONTENT = 'what was said '.repeat(1500);

const rows: Readonly<Record<string, (call: number) => string>> = {
  ndjson: (call) =>
    `${JSON.stringify({ request_id: `msg_${call}`, startTime: '2026-11-21 10:15:30', model: 'claude-opus-5-5', prompt_tokens: 5, completion_tokens: 1, messages: CONTENT })}\n`,
  csv: (call) => `msg_${call},2026-11-21 10:15:30,claude-opus-5-5,5,1,"${CONTENT}"\n`,
  transcripts: (call) =>
    `${JSON.stringify({ type: 'user', message: { content: CONTENT } })}\n${JSON.stringify({ type: 'assistant', timestamp: '2026-11-21T10:15:30Z', sessionId: 's', requestId: `req_${call}`, message: { id: `msg_${call}`, model: 'claude-opus-5-5', stop_reason: 'end_turn', content: CONTENT, usage: { input_tokens: 5, output_tokens: 1 } } })}\n`,
};
const names: Readonly<Record<string, string>> = { ndjson: 'l.ndjson', csv: 'l.csv', transcripts: 't.jsonl' };

const file = join(folder, names[kind] ?? '');
try {
  const calls = await generate(file, rows[kind] ?? (() => ''));
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const transport: Transport = {
    limits: { records: 1000, bytes: 4_900_000 },
    async send(records) {
      peak = Math.max(peak, process.memoryUsage().rss);
      return { outcomes: records.map(() => ({ kind: 'accepted' })) };
    },
  };
  const reader: LedgerReader = {
    readRecords: async () => ({ records: [] }),
    lookUpNames: async () => ({ acceptedFrom: '2026-01-01T00:00:00.000Z', held: [] }),
  };
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const source = kind === 'transcripts' ? transcripts({ files: [file] }) : litellm({ files: [file] });
  const accessKey = `tl_ak_1_${'0'.repeat(64)}`;
  const { sent } = await importUsage({
    source,
    endpoint: 'http://127.0.0.1:1',
    accessKey,
    transport,
    reader,
  });
  clearInterval(watch);
  console.log(JSON.stringify({ calls, accepted: sent?.accepted, growthMb: (peak - before) / 1e6 }));
} finally {
  rmSync(folder, { recursive: true });
}

async function generate(path: string, row: (call: number) => string): Promise<number> {
  const stream = createWriteStream(path);
  if (kind === 'csv') stream.write('request_id,startTime,model,prompt_tokens,completion_tokens,messages\n');
  let [written, calls] = [0, 0];
  while (written < bytes) {
    const text = row(calls);
    written += text.length;
    calls += 1;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  return calls;
}
