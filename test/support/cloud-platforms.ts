import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { eventStreamFrame } from './event-stream-frame.ts';
import type { MessagesApi } from './messages-api.ts';

/*
 * Anthropic's models as Amazon Bedrock and Google Vertex AI serve them, on the loopback interface, in front of the stand-in for
 * the Messages API, which bills. Paths, bodies, headers and the encoding of streams are those of the platforms.
 */

export interface CloudPlatform {
  readonly url: string;
  close(): Promise<void>;
}

interface Wire {
  /** The request of the Messages API for a path and body of the platform; undefined if the platform has no such path. */
  translate(path: string, body: Record<string, unknown>): Record<string, unknown> | undefined;
  /** The header by which the platform names a call. */
  readonly requestIdHeader: string;
  readonly streamType: string;
  /** One event of a stream, from the text of the Messages API. */
  encode(event: string): Uint8Array;
}

const BEDROCK: Wire = {
  translate(path, body) {
    const [, model, stream] = /^\/model\/([^/]+)\/invoke(-with-response-stream)?$/.exec(path) ?? [];
    if (model === undefined || body['anthropic_version'] === undefined) return undefined;
    return { ...body, model: decodeURIComponent(model), ...(stream && { stream: true }) };
  },
  requestIdHeader: 'x-amzn-requestid',
  streamType: 'application/vnd.amazon.eventstream',
  encode(event) {
    const data = /^data: (.*)$/m.exec(event)?.[1] ?? '{}';
    const headers = {
      ':message-type': 'event',
      ':event-type': 'chunk',
      ':content-type': 'application/json',
    };
    const payload = JSON.stringify({ bytes: Buffer.from(data).toString('base64'), p: 'abcdef' });
    return eventStreamFrame(headers, Buffer.from(payload));
  },
};

const VERTEX: Wire = {
  translate(path, body) {
    const [, model, stream] =
      /^\/v1\/projects\/p\/locations\/global\/publishers\/anthropic\/models\/([^/:]+):(streamR|r)awPredict$/.exec(
        path,
      ) ?? [];
    if (model === undefined || body['anthropic_version'] === undefined) return undefined;
    return { ...body, model, ...(stream === 'streamR' && { stream: true }) };
  },
  requestIdHeader: 'request-id',
  streamType: 'text/event-stream',
  encode: (event) => Buffer.from(`${event}\n\n`),
};

export const startBedrock = (api: MessagesApi) => start(api, BEDROCK);
export const startVertex = (api: MessagesApi) => start(api, VERTEX);

async function start(api: MessagesApi, wire: Wire): Promise<CloudPlatform> {
  const server = createServer((request, response) => {
    void serve(api, wire, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(api: MessagesApi, wire: Wire, request: IncomingMessage, response: ServerResponse) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = wire.translate(request.url ?? '', JSON.parse(text));
  if (!body) {
    response.writeHead(404).end();
    return;
  }
  const leave = new AbortController();
  response.once('close', () => leave.abort());
  const answer = await fetch(`${api.url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-stainless-retry-count': retryCount(request) },
    body: JSON.stringify(body),
    signal: leave.signal,
  });
  const streamed = answer.headers.get('content-type') === 'text/event-stream';
  response.writeHead(answer.status, {
    'content-type': streamed ? wire.streamType : 'application/json',
    [wire.requestIdHeader]: answer.headers.get('request-id') ?? '',
    'retry-after-ms': answer.headers.get('retry-after-ms') ?? '',
  });
  if (!answer.body) return;
  if (!streamed) {
    response.end(await answer.text());
    return;
  }
  let rest = '';
  for await (const chunk of Readable.fromWeb(answer.body).setEncoding('utf8')) {
    const events = `${rest}${chunk}`.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) response.write(wire.encode(event));
  }
  response.end();
}

function retryCount(request: IncomingMessage): string {
  return String(request.headers['x-stainless-retry-count'] ?? '');
}
