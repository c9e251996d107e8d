import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK } from '../loopback-port.ts';
import { type AnswerStyle, answerWhole, type BilledCall, type CallMode, stream } from './answer.ts';

/*
 * A stand-in for Anthropic's Messages API on the loopback interface, for Anthropic's own SDKs: JSON and streamed answers
 * with usage, retries, errors in mid-stream and cut connections, as `metadata.user_id` of a request asks for. It keeps what
 * it billed for each call.
 */

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

export interface MessagesApiOptions extends AnswerStyle {
  /** The request id and the message id of the nth request, from 1, without their prefixes. Default: `n`. */
  readonly newId?: (n: number) => string;
}

/** The fields of a request that matter here. */
interface MessagesRequest {
  readonly model?: unknown;
  readonly messages?: unknown;
  readonly max_tokens?: unknown;
  readonly stream?: unknown;
  readonly metadata?: { readonly user_id?: unknown };
}

export async function startMessagesApi({
  newId = String,
  ...style
}: MessagesApiOptions): Promise<MessagesApi> {
  const billed = new Map<string, BilledCall>();
  const received: ReceivedRequest[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    void answer(request, response, newId(requests)).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const text = await textOf(request);
    const requestId = `req_${id}`;
    const { method = '', url: target = '/', headers } = request;
    received.push({ method, target, headers, body: text });
    const refuse = (status: number, type: string, message: string) =>
      sendJson(response, status, requestId, {
        type: 'error',
        error: { type, message },
        request_id: requestId,
      });
    const { pathname } = new URL(target, 'http://local');
    if (pathname === '/v1/messages/count_tokens')
      return sendJson(response, 200, requestId, { input_tokens: 27 });
    if (method === 'GET' && /^\/v1\/(?:models|messages\/batches)/.test(pathname))
      return sendJson(response, 200, requestId, { data: [] });
    if (method !== 'POST' || pathname !== '/v1/messages')
      return refuse(404, 'not_found_error', `Only POST /v1/messages is served here, not ${pathname}`);
    const body = read(text);
    if (
      typeof body?.model !== 'string' ||
      !Array.isArray(body.messages) ||
      !Number.isInteger(body.max_tokens)
    )
      return refuse(400, 'invalid_request_error', 'model, messages and max_tokens are required');
    const mode = (body.metadata?.user_id ?? 'ok') as CallMode;
    if (mode === 'retry' && request.headers['x-stainless-retry-count'] === '0') {
      response.setHeader('retry-after-ms', '1');
      return refuse(529, 'overloaded_error', 'Overloaded');
    }
    const call: BilledCall = {
      messageId: `msg_${id}`,
      streamed: body.stream === true,
      outputTokens: [],
      complete: false,
      deltas: 0,
    };
    billed.set(requestId, call);
    const message = { id: call.messageId, type: 'message', role: 'assistant', model: body.model };
    if (!call.streamed)
      return sendJson(response, 200, requestId, { ...message, ...answerWhole(call, style) });
    response.writeHead(200, { 'content-type': 'text/event-stream', ...identity(requestId) });
    response.once('close', () => {
      if (!call.complete) call.closedAtMs = performance.now();
    });
    return stream(response, call, message, mode, style);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, LOOPBACK, resolve);
  });
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
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

function sendJson(response: ServerResponse, status: number, requestId: string, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', ...identity(requestId) });
  response.end(JSON.stringify(body));
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

function read(text: string): MessagesRequest | undefined {
  try {
    return JSON.parse(text) as MessagesRequest;
  } catch {
    return undefined;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
