import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const MESSAGE_BYTES = 10_000;
const BYTES = 100_000_000;
const START = `event: message_start\ndata: ${JSON.stringify({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-opus-5-5', usage: { input_tokens: 1, output_tokens: 1 } },
})}\n\n`;
const END = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';
const DELTA = `event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"text":"${'x'.repeat(MESSAGE_BYTES)}"}}\n\n`;

/** As much as its reader takes, as `max_tokens` of the request says. */
const api = createServer((request, response) => {
  stream(request, response).catch(() => response.destroy());
});

async function stream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(START);
  for (let sent = 0; sent < JSON.parse(body).max_tokens; sent += DELTA.length)
    if (!response.write(DELTA)) await once(response, 'drain');
  response.end(END);
}

describe('a stream of 100 MB through the gateway to a slow reader', () => {
  let child: ChildProcess;
  let gateway: { readonly url: string; readonly key: string };

  beforeAll(async () => {
    api.listen(0, '127.0.0.1');
    await once(api, 'listening');
    const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const script = join(import.meta.dirname, '..', 'support', 'gateway-process.ts');
    child = fork(script, [url], { execArgv: ['--expose-gc'] });
    [gateway] = await once(child, 'message');
  });
  afterAll(async () => {
    child.disconnect();
    api.closeAllConnections();
    api.close();
    await once(child, 'exit');
  });

  async function read(bytes: number): Promise<number> {
    const response = await fetch(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': gateway.key },
      body: JSON.stringify({ max_tokens: bytes }),
    });
    let [received, nextPause] = [0, 1_000_000];
    for await (const chunk of response.body ?? []) {
      received += (chunk as Uint8Array).length;
      if (received < nextPause) continue;
      nextPause += 1_000_000;
      await delay(5);
    }
    return received;
  }
  const grown = async () => {
    const answered = once(child, 'message');
    child.send('grown');
    const [answer] = await answered;
    return answer as { readonly growthMb: number; readonly records: readonly Record<string, unknown>[] };
  };

  it('takes less than 20 MB, and is recorded', async () => {
    await read(2_000_000);
    await grown();
    expect(await read(BYTES)).toBeGreaterThan(BYTES);
    const { growthMb, records } = await grown();
    expect(growthMb).toBeLessThan(20);
    expect(records).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  });
});
