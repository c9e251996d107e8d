import { createLedger, ledgerFetch } from '@token-ledger/client';

/*
 * Reads a response of 100 MB of events in pieces, with a pause after each megabyte, and prints how the memory of this process
 * grew. The source makes its chunks when they are pulled, so nothing but what is held back or read ahead takes memory.
 */

const CHUNK = new TextEncoder().encode(
  `event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"text":"${'x'.repeat(9_910)}"}}\n\n`.padEnd(
    10_000,
    '\n',
  ),
);
const CHUNKS = 10_000;
const PAUSE_EVERY_BYTES = 1_000_000;

let made = 0;
const source: typeof fetch = async () =>
  new Response(
    new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (made === CHUNKS * CHUNK.length) return controller.close();
          made += CHUNK.length;
          // A fresh copy each time: otherwise what is held would take no memory.
          controller.enqueue(CHUNK.slice());
        },
      },
      { highWaterMark: 1 },
    ),
    { headers: { 'content-type': 'text/event-stream' } },
  );

const ledger = createLedger({ endpoint: 'http://127.0.0.1:1', accessKey: 'k', onError: () => undefined });
const request = process.argv[2] === 'captured' ? ledgerFetch(source, { ledger }) : source;
const response = await request('http://127.0.0.1/v1/messages');
if (!response.body) throw new Error('The response has no body.');

globalThis.gc?.();
const before = process.memoryUsage().rss;
let [bytes, peak, aheadBytes, nextPause] = [0, before, 0, PAUSE_EVERY_BYTES];
for await (const chunk of response.body) {
  bytes += chunk.length;
  aheadBytes = Math.max(aheadBytes, made - bytes);
  if (bytes < nextPause) continue;
  nextPause += PAUSE_EVERY_BYTES;
  globalThis.gc?.();
  peak = Math.max(peak, process.memoryUsage().rss);
  await new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
}
console.log(JSON.stringify({ growthMb: (peak - before) / 1e6, bytes, aheadBytes }));
