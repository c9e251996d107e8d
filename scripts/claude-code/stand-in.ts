import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/*
 * What Claude Code talks to in the check: a stand-in for the Messages API that bills the same usage for each call, and a sink
 * for telemetry that keeps what arrives. Both on one port of the loopback interface.
 */

/** What each call is billed. Whole numbers of tokens explain its cost at any model's list price. */
export const BILLED = {
  input_tokens: 12,
  cache_creation_input_tokens: 400,
  cache_read_input_tokens: 3000,
  cache_creation: { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 },
  output_tokens: 150,
} as const;

/** An export request as it arrived. */
export interface ExportRequest {
  readonly path: string;
  readonly contentType: string;
  readonly gzip: boolean;
  /** Decompressed. */
  readonly body: Buffer;
}

export interface StandIn {
  readonly url: string;
  /** Export requests, in the order in which they came. */
  readonly exports: ExportRequest[];
  /** Request ids of the answers so far. */
  readonly requestIds: string[];
  /** The key that each of these calls came with. */
  readonly apiKeys: string[];
  /** Whether answers have the header `request-id`. */
  sendsRequestIds: boolean;
  close(): Promise<void>;
}

export async function startStandIn(): Promise<StandIn> {
  const server = createServer((request, response) => {
    void answer(standIn, request, response).catch(() => response.destroy());
  });
  const standIn: StandIn = {
    url: await listen(server),
    exports: [],
    requestIds: [],
    apiKeys: [],
    sendsRequestIds: true,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return standIn;
}

async function answer(standIn: StandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const { pathname } = new URL(request.url ?? '/', standIn.url);
  if (request.method === 'POST' && pathname.startsWith('/otlp/')) {
    const contentType = request.headers['content-type'] ?? '';
    const gzip = request.headers['content-encoding'] === 'gzip';
    standIn.exports.push({
      path: pathname.slice('/otlp'.length),
      contentType,
      gzip,
      body: gzip ? gunzipSync(body) : body,
    });
    response.writeHead(200, { 'content-type': contentType });
    response.end(contentType.includes('json') ? '{}' : '');
  } else if (request.method === 'POST' && pathname === '/v1/messages') {
    standIn.apiKeys.push(keyOf(request));
    message(standIn, JSON.parse(body.toString()), response);
  } else if (request.method === 'POST' && pathname === '/v1/messages/count_tokens') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"input_tokens":10}');
  } else {
    response.writeHead(request.method === 'HEAD' ? 200 : 404, { 'content-type': 'application/json' });
    response.end('{"type":"error","error":{"type":"not_found_error","message":"Not found"}}');
  }
}

/** As Claude Code sends it, by one of its two settings, or as the gateway does. */
function keyOf({ headers }: IncomingMessage): string {
  return String(headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /, '') ?? '');
}

function message(
  standIn: StandIn,
  { model, stream }: { readonly model: string; readonly stream?: boolean },
  response: ServerResponse,
): void {
  const id = `msg_011CT${standIn.requestIds.length + 1}`;
  const requestId = `req_011CT${standIn.requestIds.length + 1}`;
  standIn.requestIds.push(requestId);
  const headers = standIn.sendsRequestIds ? { 'request-id': requestId } : {};
  const start = { id, type: 'message', role: 'assistant', model, stop_sequence: null };
  const usage = { ...BILLED, service_tier: 'standard', inference_geo: 'global' };
  const text = { type: 'text', text: 'Hello' };
  if (!stream) {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ ...start, content: [text], stop_reason: 'end_turn', usage }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
  const events = [
    {
      type: 'message_start',
      message: { ...start, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    { type: 'content_block_start', index: 0, content_block: { ...text, text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: text.text } },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: BILLED.output_tokens },
    },
    { type: 'message_stop' },
  ];
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  response.end();
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
