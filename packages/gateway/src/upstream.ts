import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import { Readable } from 'node:stream';

interface UpstreamRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Ends the request, or the answer, at once. */
  readonly signal?: AbortSignal | undefined;
}

/** Rejects if there is no answer. */
export type SendUpstream = (url: URL, request: UpstreamRequest) => Promise<Response>;

/**
 * Requests over connections that are kept open. Unlike `fetch`, it follows no redirects, decompresses nothing, and waits for an
 * answer as long as the caller does: a long call without streaming sends nothing for ten minutes.
 */
export function createUpstream(): SendUpstream {
  const agents = { 'http:': new Agent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) };

  const send = (url: URL, { method, headers, body, signal }: UpstreamRequest, isRetry: boolean) =>
    new Promise<Response>((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const request = (secure ? requestHttps : requestHttp)(url, {
        method,
        agent: secure ? agents['https:'] : agents['http:'],
        headers: {
          ...Object.fromEntries(headers),
          ...(body.length > 0 && { 'content-length': body.length }),
        },
        ...(signal && { signal }),
      });
      let answered = false;
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The API has done its work: sent again, the request would be billed twice. The body reports the break.
        if (answered) return;
        // Nearly always the server had closed an idle connection just before, and has seen nothing of this request.
        const wasStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        if (wasStale && !isRetry) resolve(send(url, { method, headers, body, signal }, true));
        else reject(error);
      });
      request.on('response', (message) => {
        answered = true;
        resolve(toResponse(message));
      });
      request.end(body);
    });
  return (url, request) => send(url, request, false);
}

/** Statuses whose responses have no body. */
const BODILESS = new Set([204, 205, 304]);

function toResponse(message: IncomingMessage): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2)
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '');
  const { statusCode: status = 502, statusMessage: statusText = '' } = message;
  if (BODILESS.has(status)) {
    message.resume();
    return new Response(null, { status, statusText, headers });
  }
  const body = Readable.toWeb(message) as ReadableStream<Uint8Array>;
  return new Response(body, { status, statusText, headers });
}
