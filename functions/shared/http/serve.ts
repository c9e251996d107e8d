import { ROUTES, type Route, type RouteName, routeKey } from '@token-ledger/contract';
import type { Telemetry } from '../telemetry.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from './http-handler.ts';
import { type AuditDeps, withAuditTrail } from './with-audit-trail.ts';

type Routes = typeof ROUTES;

/** The names of the routes that have a property, such as `{ service: 'query-usage' }`. */
type RouteNamesWith<P> = { [N in RouteName]: Routes[N] extends P ? N : never }[RouteName];

/** A function behind the authorizer. Requests of open routes have no caller. */
export type Service = Routes[Exclude<RouteName, RouteNamesWith<{ open: true }>>]['service'];

type RouteNamesOf<S extends Service> = RouteNamesWith<{ service: S }>;

/** Answers the requests of one route, with what it needs. */
type Operation = (deps: never, request: HttpRequest) => Promise<HttpAnswer>;

/** Everything that some operations need. */
type NeedsOf<Operations> =
  Operations extends Readonly<Record<string, (deps: infer D, request: never) => unknown>> ? D : never;

/** What `serve` itself needs: an audit log if it serves an audited route. */
type ServeDeps<S extends Service> = { readonly telemetry: Telemetry } & ([
  RouteNamesWith<{ service: S; audited: true }>,
] extends [never]
  ? unknown
  : { readonly audit: AuditDeps });

/**
 * Makes the `createHandler` of a function behind the API from its operations. The route table decides which operations these
 * are: without one of them, or with one of another function, the code does not compile. The handler needs what its operations
 * need. Audited routes leave an audit trail.
 */
export function serve<S extends Service, Operations extends Readonly<Record<RouteNamesOf<S>, Operation>>>(
  service: S,
  operations: Operations & Readonly<Record<Exclude<keyof Operations, RouteNamesOf<S>>, never>>,
) {
  return (deps: NeedsOf<Operations> & ServeDeps<S>) => {
    const byRouteKey = new Map(
      Object.entries<Operation>(operations).map(([name, operation]) => {
        const route: Route = ROUTES[name as RouteName];
        const operate = (request: HttpRequest) => operation(deps as never, request);
        return [routeKey(route), route.audited ? withTrail(deps, operate) : operate];
      }),
    );
    return httpHandler(deps.telemetry, async (request) => {
      const operate = byRouteKey.get(request.event.routeKey);
      if (operate) return operate(request);
      throw new Error(`The route ${request.event.routeKey} leads to ${service}, which does not serve it.`);
    });
  };
}

/** By its type, `serve` has an audit log here. */
function withTrail(
  { audit, telemetry }: { readonly telemetry: Telemetry; readonly audit?: AuditDeps },
  operate: (request: HttpRequest) => Promise<HttpAnswer>,
) {
  if (!audit) throw new Error('A function with an audited route has no audit log.');
  return withAuditTrail(audit, telemetry.logger, operate);
}
