import { ROUTES, type Route, type RouteName } from '@token-ledger/contract';
import { openApiDocument } from '@token-ledger/contract/openapi';
import { SCOPES } from '@token-ledger/core';
import { InMemoryIdempotencyStore, InMemoryUsageQueue, InMemoryWitnessStore } from '@token-ledger/in-memory';
import { ulid } from 'ulid';
import { createHandler as createAcceptTelemetry } from '../../functions/accept-telemetry/handler.ts';
import { createHandler as createAcceptUsage } from '../../functions/accept-usage/handler.ts';
import { createHandler as createDescribeApi } from '../../functions/describe-api/handler.ts';
import { createHandler as createManageAccess } from '../../functions/manage-access/handler.ts';
import { createHandler as createManageFailures } from '../../functions/manage-failures/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { createReadNames } from '../../functions/shared/names.ts';
import { failedMessages } from './failed-messages.ts';
import { type HttpEventOptions, httpEvent, lambdaContext } from './http-event.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { type WholeApiOptions, wholeApi } from './whole-api.ts';

type Caller = Pick<HttpEventOptions, 'scopes' | 'person' | 'principal'>;

export interface ServedApiOptions extends WholeApiOptions {
  /** Who sends a request, instead of the authorizer; by default a caller that may do everything. */
  readonly callerOf?: (headers: Headers) => Caller;
}

/** The functions of all routes over one in-memory ledger, behind a `fetch`. */
export function servedApi({ callerOf = () => ({ scopes: SCOPES }), ...options }: ServedApiOptions = {}) {
  const api = wholeApi(options);
  const { audit, directory, harness } = api;
  const { deps: ledger } = harness.ledger;
  const { clock } = ledger;
  const telemetry = recordingTelemetry();
  const readNames = createReadNames({ accessKeys: directory, users: directory, clock });
  const failed = { ...failedMessages({ audit, clock, readNames }), store: ledger.store };
  const { disabledIds, limits, signingKey } = failed;
  const queue = new InMemoryUsageQueue();
  const sendUsage = (bodies: readonly string[]) => queue.send('live', bodies);
  const handlers: typeof api.handlers = {
    ...api.handlers,
    'describe-api': createDescribeApi({ document: openApiDocument('1.0.0'), telemetry }),
    'accept-usage': createAcceptUsage({
      ledger,
      limits,
      disabledIds,
      queue,
      events: NO_EVENTS,
      hearSources: async () => {},
      idempotency: new InMemoryIdempotencyStore(),
      asyncProcessing: false,
      qualityMetrics: true,
      telemetry,
    }),
    'accept-telemetry': createAcceptTelemetry({
      sendUsage,
      sendSpans: sendUsage,
      witnesses: new InMemoryWitnessStore(),
      hearSources: async () => {},
      limits,
      disabledIds,
      clock,
      telemetry,
    }),
    'manage-access': createManageAccess({
      accessKeys: directory,
      users: directory,
      events: NO_EVENTS,
      waitingEvents: directory,
      audit,
      readNames,
      clock,
      calendar: ledger.calendar,
      newId: () => ulid(clock()),
      signingKey,
      telemetry,
    }),
    'manage-failures': createManageFailures(failed),
  };
  const requests: RouteName[] = [];

  async function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const { method, url, headers } = request;
    const { pathname, searchParams } = new URL(url);
    const { name, route, pathParameters } = routeOf(method, pathname);
    requests.push(name);
    const handler = handlers[route.service];
    if (!handler) throw new Error(`Nothing answers ${name}.`);
    const body = await request.text();
    const event = httpEvent({
      method: route.method,
      path: route.path,
      query: Object.fromEntries(searchParams),
      headers: Object.fromEntries(headers),
      ...(body !== '' && { body }),
      ...callerOf(headers),
    });
    const result = await handler({ ...event, pathParameters }, lambdaContext());
    const { statusCode = 0, body: text = null, headers: answered } = result;
    return new Response(text, { status: statusCode, headers: answered as Record<string, string> });
  }

  return { ...api, handlers, queue, deadLetters: failed.queues, requests, fetch: answer };
}

/** The route of a request, as API Gateway finds it: literal segments before parameters. */
export function routeOf(method: string, pathname: string) {
  const matches = Object.entries<Route>(ROUTES).flatMap(([name, route]) => {
    const pattern = route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = route.method === method ? new RegExp(`${pattern}$`).exec(pathname) : null;
    if (!match) return [];
    const parameters = Object.entries(match.groups ?? {});
    const pathParameters = Object.fromEntries(
      parameters.map(([key, value]) => [key, decodeURIComponent(value)]),
    );
    return [{ name: name as RouteName, route, pathParameters }];
  });
  const [found] = matches.toSorted(
    (a, b) => Object.keys(a.pathParameters).length - Object.keys(b.pathParameters).length,
  );
  if (!found) throw new Error(`There is no route ${method} ${pathname}.`);
  return found;
}
