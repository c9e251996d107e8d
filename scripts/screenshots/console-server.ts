import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CONSOLE_ROUTES } from '../../functions/serve-console/contract.ts';
import { createHandler } from '../../functions/serve-console/handler.ts';
import { readSite } from '../../functions/serve-console/site.ts';
import { httpEvent, lambdaContext } from '../../test/support/http-event.ts';
import { recordingTelemetry } from '../../test/support/recording-telemetry.ts';

type Pages = ReturnType<typeof createHandler>;
type Settings = Parameters<typeof createHandler>[0]['settings'];

export interface ConsoleServerOptions {
  /** The folder that the console was built into. */
  readonly site: string;
  readonly settings: Settings;
  /** Answers what the pages ask the API. */
  readonly api: (request: Request) => Promise<Response>;
}

export interface ConsoleServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the console and its API at one address of the loopback interface, as a deployment does. */
export async function serveConsole({ site, settings, api }: ConsoleServerOptions): Promise<ConsoleServer> {
  const pages = createHandler({ site: await readSite(site), settings, telemetry: recordingTelemetry() });
  const server = createServer((incoming, answer) => {
    const respond = async () => {
      const request = await requestOf(incoming);
      return isOfApi(request) ? api(request) : responseOf(pages, request);
    };
    respond()
      .then(async (response) => {
        answer.writeHead(response.status, Object.fromEntries(response.headers));
        answer.end(Buffer.from(await response.arrayBuffer()));
      })
      .catch((error: unknown) => {
        console.error(error);
        answer.writeHead(500).end();
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', headers, url = '/' } = incoming;
  const body = method === 'GET' ? undefined : await text(incoming);
  const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(`http://${headers.host}${url}`, { method, headers: sent, ...(body && { body }) });
}

const isOfApi = ({ url }: Request) => /^\/(v1|openapi)/.test(new URL(url).pathname);

async function responseOf(pages: Pages, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, file] = /^\/assets\/(.+)$/.exec(pathname) ?? [];
  const event = httpEvent({
    method: 'GET',
    path: file === undefined ? pathname : CONSOLE_ROUTES.asset,
    headers: Object.fromEntries(request.headers),
    ...(file !== undefined && { pathParameters: { file } }),
  });
  const { statusCode = 500, headers, body, isBase64Encoded } = await pages(event, lambdaContext());
  const bytes = statusCode === 304 ? null : Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  return new Response(bytes, { status: statusCode, headers: headers as Record<string, string> });
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
