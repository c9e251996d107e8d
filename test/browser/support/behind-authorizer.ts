import { type Route, routeKey } from '@token-ledger/contract';
import { createHandler as createAuthorizer } from '../../../functions/authorize-request/handler.ts';
import type { HttpEvent, HttpResult } from '../../../functions/shared/http/http-handler.ts';
import { httpEvent, lambdaContext } from '../../support/http-event.ts';
import { routeOf } from '../../support/served-api.ts';

type Handler = (event: HttpEvent, context: ReturnType<typeof lambdaContext>) => Promise<HttpResult>;
export type Handlers = Readonly<Partial<Record<Route['service'], Handler>>>;
type AuthorizerDeps = Parameters<typeof createAuthorizer>[0];

/** The functions of the API behind its authorizer, which decides by the credentials of each request. */
export function behindAuthorizer(handlers: Handlers, deps: Omit<AuthorizerDeps, 'rateLimit'>) {
  const authorize = createAuthorizer({ ...deps, rateLimit: { perSecond: 1000, burst: 1000 } });
  return async (request: Request): Promise<Response> => {
    const { method, url, headers } = request;
    const { pathname, search, searchParams } = new URL(url);
    const { name, route, pathParameters } = routeOf(method, pathname);
    const handler = handlers[route.service];
    if (!handler) throw new Error(`Nothing answers ${name}.`);
    const body = await request.text();
    const event = httpEvent({
      method: route.method,
      path: route.path,
      query: Object.fromEntries(
        [...searchParams.keys()].map((key) => [key, searchParams.getAll(key).join(',')] as const),
      ),
      rawQueryString: search.slice(1),
      headers: Object.fromEntries(headers),
      pathParameters,
      ...(body !== '' && { body }),
      authorizer: route.open ? undefined : await contextOf(route, Object.fromEntries(headers)),
    });
    return responseOf(await handler(event, lambdaContext()));
  };

  async function contextOf(route: Route, headers: Record<string, string>): Promise<unknown> {
    const { requestContext } = httpEvent({ method: route.method, path: route.path });
    const event = { version: '2.0', type: 'REQUEST', routeKey: routeKey(route), headers, requestContext };
    const result = await authorize(event as unknown as Parameters<typeof authorize>[0]);
    return 'context' in result ? result.context : undefined;
  }
}

/** An answer of a function, as API Gateway passes it on. */
export function responseOf({ statusCode = 200, headers, body, isBase64Encoded }: HttpResult): Response {
  const bytes = body === undefined ? null : Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return new Response(statusCode === 304 ? null : bytes, {
    status: statusCode,
    headers: headers as Record<string, string>,
  });
}
