import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addAbortSignal } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from '../gateway.ts';
import { GatewayError } from '../gateway-error.ts';
import { readBody } from './read-body.ts';
import { writeResponse } from './write-response.ts';

/** What Anthropic takes for a message. */
export const MAX_REQUEST_BYTES = 33_554_432;

/**
 * When a caller goes away: `abort` ends the call upstream, as without a gateway, and records what is known (`partial`);
 * `drain` reads the answer to its end, which is paid in full and recorded in full.
 */
export const DISCONNECT_MODES = ['abort', 'drain'] as const;
export type DisconnectMode = (typeof DISCONNECT_MODES)[number];

export interface GatewayServerOptions {
  readonly gateway: Gateway;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly onDisconnect: DisconnectMode;
  /**
   * The time to record the calls that a stop has ended: a queue that does not answer must not keep a container from stopping. Default:
   * 10 seconds.
   */
  readonly recordingMs?: number;
}

export interface GatewayServer {
  /** What `ANTHROPIC_BASE_URL` is set to. */
  readonly url: string;
  /**
   * Takes no more calls and waits for those under way, at most so long. Then it ends them, those whose requests have not arrived
   * in full among them, and waits until all are recorded, at most `recordingMs` more.
   */
  readonly stop: (graceMs?: number) => Promise<void>;
}

/** Load balancers keep idle connections for 60 seconds; if the server closed them first, requests would get lost. */
const KEEP_ALIVE_MS = 75_000;

/** The gateway behind a server of Node.js: in a container, on a laptop and in tests. */
export async function startGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { gateway, host, port, onDisconnect, recordingMs = 10_000 } = options;
  const ending = new AbortController();
  const underWay = new Set<Promise<void>>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = async () => {
      const read = await readBody(addAbortSignal(ending.signal, request), MAX_REQUEST_BYTES).catch(
        (cause: unknown) => {
          throw new GatewayError('invalid_request_error', 'The request broke off.', { cause });
        },
      );
      if (read !== 'too_large') return read;
      response.setHeader('connection', 'close');
      throw new GatewayError('request_too_large', `A request may have ${MAX_REQUEST_BYTES} bytes.`);
    };
    const gone = new AbortController();
    if (onDisconnect === 'abort') response.once('close', () => gone.abort());
    const { method = '', url: target = '' } = request;
    const headers = headersOf(request);
    const signal = AbortSignal.any([gone.signal, ending.signal]);
    const forwarded = await gateway({ method, target, headers, body, signal });
    await forwarded.finish(await writeResponse(forwarded.response, response, signal));
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const call = answer(request, response)
      // The caller broke off while sending.
      .catch(() => void response.destroy())
      .finally(() => underWay.delete(call));
    underWay.add(call);
  });
  await listen(server, host, port);
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop: async (graceMs = 0) => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      await settledWithin(graceMs, underWay);
      ending.abort();
      await settledWithin(recordingMs, underWay);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Resolves when all have settled, or when the time is over. */
async function settledWithin(ms: number, promises: Iterable<Promise<unknown>>): Promise<void> {
  const timer = new AbortController();
  const over = delay(ms, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(promises), over]);
  timer.abort();
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  return headers;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
