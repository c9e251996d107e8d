/** A request that goes on to Anthropic, with its path and query as they are sent there. */
interface ForwardedRoute {
  readonly kind: 'forward';
  readonly path: string;
  /** Begins with `?`, or is empty. */
  readonly query: string;
}

/** `alive`: answered here, for clients and load balancers that look whether somebody listens. */
export type GatewayRoute = ForwardedRoute | { readonly kind: 'alive' } | { readonly kind: 'none' };

const ID = String.raw`[A-Za-z0-9][\w.:@-]{0,127}`;

/**
 * The part of the Messages API that is forwarded. Each pattern matches a whole path of plain characters, so nothing that a
 * caller writes can lead to another host or, by `..`, `//` or an encoded character, to another path.
 */
const FORWARDED: readonly (readonly [methods: readonly string[], path: RegExp])[] = (
  [
    [['POST'], '/v1/messages(?:/count_tokens)?'],
    [['POST', 'GET'], '/v1/messages/batches'],
    [['GET', 'DELETE'], `/v1/messages/batches/${ID}`],
    [['POST'], `/v1/messages/batches/${ID}/cancel`],
    [['GET'], `/v1/messages/batches/${ID}/results`],
    [['GET'], '/v1/models'],
    [['GET'], `/v1/models/${ID}`],
  ] as const
).map(([methods, path]) => [methods, new RegExp(`^${path}$`)]);

const QUERY = /^(?:\?[\w.~%&=+,:[\]-]{0,2048})?$/;

/** `target` is what stands in the request line: it must be a path, not an address. */
export function routeOf(method: string, target: string): GatewayRoute {
  if (target === '/' && (method === 'HEAD' || method === 'GET')) return { kind: 'alive' };
  const start = target.indexOf('?');
  const path = start < 0 ? target : target.slice(0, start);
  const query = start < 0 ? '' : target.slice(start);
  const known = FORWARDED.some(([methods, pattern]) => methods.includes(method) && pattern.test(path));
  return known && QUERY.test(query) ? { kind: 'forward', path, query } : { kind: 'none' };
}

/** The list of all batches of a workspace. */
export function listsBatches(method: string, { path }: ForwardedRoute): boolean {
  return method === 'GET' && path === '/v1/messages/batches';
}

/** Counting tokens costs nothing, and cancelling a batch saves money. */
export function isBilled(method: string, { path }: ForwardedRoute): boolean {
  return method === 'POST' && (path === '/v1/messages' || path === '/v1/messages/batches');
}
