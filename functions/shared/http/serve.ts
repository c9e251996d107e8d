import { ROUTES, type Route, type RouteName, routeKey } from '@token-ledger/contract';
import type { Context } from 'aws-lambda';
import type { Telemetry } from '../telemetry.ts';
import {
  type HttpAnswer,
  type HttpEvent,
  type HttpRequest,
  type HttpResult,
  httpHandler,
} from './http-handler.ts';
import { type AuditDeps, withAuditTrail } from './with-audit-trail.ts';

type Routes = typeof ROUTES;

/** The names of the routes that have a property, such as `{ service: 'query-usage' }`. */
type RouteNamesWith<P> = { [N in RouteName]: Routes[N] extends P ? N : never }[RouteName];

/** A function behind the authorizer. Those of open routes know no caller. */
export type Service = Routes[Exclude<RouteName, RouteNamesWith<{ open: true }>>]['service'];

type RouteNamesOf<S extends Service> = RouteNamesWith<{ service: S }>;

/** Answers the requests of one route. */
type Operation<Deps> = (deps: Deps, request: HttpRequest) => Promise<HttpAnswer>;

type Operations<S extends Service, Deps> = { readonly [N in RouteNamesOf<S>]: Operation<Deps> };

/** What several operations need together. */
type DepsOf<O> = {
  [N in keyof O]: O[N] extends Operation<infer D> ? (deps: D) => void : never;
}[keyof O] extends (deps: infer All) => void
  ? All
  : never;

/** What `serve` itself needs: an audit log if it serves an audited route. */
type ServeDeps<S extends Service> = { readonly telemetry: Telemetry } & ([
  RouteNamesWith<{ service: S; audited: true }>,
] extends [never]
  ? unknown
  : { readonly audit: AuditDeps });

/**
 * Makes the handler of a function behind the API from its operations. The route table decides which operations these are: a
 * missing one and one of another function do not compile. Audited routes leave an audit trail.
 */
export function serve<S extends Service, Deps extends ServeDeps<S>>(
  service: S,
  deps: Deps,
  operations: Operations<S, Deps>,
): (event: HttpEvent, context: Context) => Promise<HttpResult> {
  const byRouteKey = new Map(
    Object.entries<Operation<Deps>>(operations).map(([name, operation]) => {
      const route: Route = ROUTES[name as RouteName];
      const operate = (request: HttpRequest) => operation(deps, request);
      return [routeKey(route), route.audited ? withTrail(deps, operate) : operate];
    }),
  );
  return httpHandler(deps.telemetry, async (request) => {
    const operate = byRouteKey.get(request.event.routeKey);
    if (operate) return operate(request);
    throw new Error(`The route ${request.event.routeKey} leads to ${service}, which does not serve it.`);
  });
}

/** The same for operations that need nothing to be made: returns what makes the handler, from all that they need. */
export function handlerOf<S extends Service, O extends Operations<S, never>>(
  service: S,
  operations: O & Readonly<Record<Exclude<keyof O, RouteNamesOf<S>>, never>>,
) {
  type Deps = DepsOf<O> & ServeDeps<S>;
  return (deps: Deps) => serve(service, deps, operations as Operations<S, Deps>);
}

/** The type of `serve` sees to it that there is an audit log. */
function withTrail(
  { audit, telemetry }: { readonly telemetry: Telemetry; readonly audit?: AuditDeps },
  operate: (request: HttpRequest) => Promise<HttpAnswer>,
) {
  if (!audit) throw new Error('A function with an audited route has no audit log.');
  return withAuditTrail(audit, telemetry.logger, operate);
}
