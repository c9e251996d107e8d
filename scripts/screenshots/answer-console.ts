import { CONSOLE_ROUTES } from '../../functions/serve-console/contract.ts';
import { createHandler } from '../../functions/serve-console/handler.ts';
import { readSite } from '../../functions/serve-console/site.ts';
import { httpEvent, lambdaContext } from '../../test/support/http-event.ts';
import { recordingTelemetry } from '../../test/support/recording-telemetry.ts';

export type Answer = (request: Request) => Promise<Response>;

type Pages = ReturnType<typeof createHandler>;

export interface AnsweredConsole {
  /** The folder that the console was built into. */
  readonly site: string;
  readonly settings: Parameters<typeof createHandler>[0]['settings'];
  /** Answers what the pages ask the API. */
  readonly api: Answer;
}

/** Answers for the console and its API at one address, as a deployment does, without a port of this machine. */
export async function answerConsole({ site, settings, api }: AnsweredConsole): Promise<Answer> {
  const pages = createHandler({ site: readSite(site), settings, telemetry: recordingTelemetry() });
  return (request) => (isOfApi(request) ? api(request) : responseOf(pages, request));
}

const isOfApi = ({ url }: Request) => new URL(url).pathname.startsWith('/v1/');

async function responseOf(pages: Pages, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, file] = /^\/assets\/(.+)$/.exec(pathname) ?? [];
  const event = httpEvent({
    method: 'GET',
    path: file === undefined ? pathname : CONSOLE_ROUTES.asset,
    ...(file !== undefined && { pathParameters: { file } }),
  });
  const { statusCode = 500, headers, body = '', isBase64Encoded } = await pages(event, lambdaContext());
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return new Response(bytes, { status: statusCode, headers: headers as Record<string, string> });
}
