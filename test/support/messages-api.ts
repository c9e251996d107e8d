import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * A stand-in for Anthropic's Messages API on the loopback interface: JSON and streamed answers with usage, retries, errors
 * in mid-stream and cut connections, as `metadata.user_id` of a request asks for. It keeps what it billed for each call.
 */

/** How a call goes: `retry` is overloaded at the first attempt; `error` and `cut` break off in mid-stream. */
export type CallMode = 'ok' | 'retry' | 'error' | 'cut' | 'large';

/** What the API knows of a call. */
interface BilledCall {
  readonly messageId: string;
  readonly streamed: boolean;
  /** Output tokens of each event with usage, in the order in which they were written. */
  readonly outputTokens: number[];
  /** Whether all of the answer was written. */
  complete: boolean;
  /** Content events that were written. */
  deltas: number;
  /** When the caller closed the connection before the end, by `performance.now()`. */
  closedAtMs?: number;
}

export const USAGE = {
  input_tokens: 27,
  cache_creation_input_tokens: 400,
  cache_read_input_tokens: 3000,
  cache_creation: { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 },
  service_tier: 'standard',
};

/** A request as it arrived. */
interface ReceivedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface MessagesApi {
  readonly url: string;
  /** Oldest first. */
  readonly received: readonly ReceivedRequest[];
  /** By request id. Failed attempts are not in it. */
  readonly billed: Map<string, BilledCall>;
  /** Requests that were received, attempts included. */
  readonly requests: () => number;
  close(): Promise<void>;
}

export interface MessagesApiOptions {
  /** Content events of a streamed answer. Default: 20. */
  readonly deltas?: number;
  /** Between two of them. Default: 1 ms. */
  readonly deltaMs?: number;
}

export async function startMessagesApi({
  deltas = 20,
  deltaMs = 1,
}: MessagesApiOptions = {}): Promise<MessagesApi> {
  const billed = new Map<string, BilledCall>();
  const received: ReceivedRequest[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    void answer(request, response, requests).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse, n: number): Promise<void> {
    const text = await textOf(request);
    const { method = '', url: target = '', headers: sent } = request;
    received.push({ method, target, headers: sent, body: text });
    if (method !== 'POST') {
      response.writeHead(200, { 'content-type': 'application/json', 'request-id': `req_${n}` });
      response.end('{"data":[]}');
      return;
    }
    if (target.includes('/count_tokens')) {
      response.writeHead(200, { 'content-type': 'application/json', 'request-id': `req_${n}` });
      response.end('{"input_tokens":27}');
      return;
    }
    const body = JSON.parse(text);
    const mode = (body.metadata?.user_id ?? 'ok') as CallMode;
    const requestId = `req_${n}`;
    if (mode === 'retry' && request.headers['x-stainless-retry-count'] === '0') {
      const headers = { 'content-type': 'application/json', 'request-id': requestId, 'retry-after-ms': '1' };
      response.writeHead(529, headers);
      response.end('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}');
      return;
    }
    const call: BilledCall = {
      messageId: `msg_${n}`,
      streamed: body.stream === true,
      outputTokens: [],
      complete: false,
      deltas: 0,
    };
    billed.set(requestId, call);
    const message = { id: call.messageId, type: 'message', role: 'assistant', model: body.model };
    if (!call.streamed) {
      call.outputTokens.push(7);
      call.complete = true;
      response.writeHead(200, { 'content-type': 'application/json', ...identity(requestId) });
      const content = [{ type: 'text', text: 'a secret answer' }];
      const usage = { ...USAGE, output_tokens: 7 };
      response.end(JSON.stringify({ ...message, content, stop_reason: 'end_turn', usage }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', ...identity(requestId) });
    response.once('close', () => {
      if (!call.complete) call.closedAtMs = performance.now();
    });
    await stream(response, call, { ...message, content: [], stop_reason: null }, mode);
  }

  async function stream(response: ServerResponse, call: BilledCall, message: object, mode: CallMode) {
    const write = async (type: string, data: object) => {
      if (response.destroyed) return;
      if (!response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`))
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
    };
    const billing = async (type: string, outputTokens: number, data: object) => {
      call.outputTokens.push(outputTokens);
      await write(type, data);
    };
    await billing('message_start', 1, { message: { ...message, usage: { ...USAGE, output_tokens: 1 } } });
    await write('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
    const text = mode === 'large' ? 'x'.repeat(10_000) : 'a secret word ';
    for (let index = 1; index <= deltas && !response.destroyed; index += 1) {
      await write('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
      call.deltas = index;
      if (deltaMs > 0) await delay(deltaMs);
      if (mode === 'error' && index === 5) {
        await write('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
        response.end();
        return;
      }
      if (mode === 'cut' && index === 5) {
        response.destroy();
        return;
      }
      // Cumulative, as the API has it, and sometimes before the end.
      if (index === Math.floor(deltas / 2))
        await billing('message_delta', 50, { delta: { stop_reason: null }, usage: { output_tokens: 50 } });
    }
    if (response.destroyed) return;
    const end = { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 150, input_tokens: null } };
    await billing('message_delta', 150, end);
    call.complete = !response.destroyed;
    response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    billed,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What telemetry of callers reads from the headers of an answer. */
function identity(requestId: string) {
  return {
    'request-id': requestId,
    'anthropic-organization-id': 'org_1',
    'anthropic-workspace-id': 'wrkspc_1',
    'anthropic-ratelimit-tokens-remaining': '79000',
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function once(response: ServerResponse, event: string): Promise<void> {
  return new Promise((resolve) => {
    response.once(event, () => resolve());
  });
}
