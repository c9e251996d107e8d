import createClient from 'openapi-fetch';
import { type Item, LISTS } from './lists.ts';
import type { paths } from './openapi.ts';
import { type QueryClientOptions, resolveOptions } from './options.ts';
import { LedgerProblem } from './problem.ts';
import type {
  AnswerOf,
  Arguments,
  CallOptions,
  Method,
  PagedPath,
  PathOf,
  RequestOf,
} from './request-types.ts';
import { createSend } from './send.ts';

type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...request: Arguments<RequestOf<M, P>>
) => Promise<AnswerOf<M, P>>;

/** Every route of a ledger, by method and path. Calls resolve with the body of the answer and reject with `LedgerProblem`. */
export interface QueryClient {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly delete: Call<'delete'>;
  /** The answers of a route page by page, each requested when the loop asks for it. */
  pages<P extends PagedPath>(
    path: P,
    ...request: Arguments<RequestOf<'get', P>>
  ): AsyncGenerator<AnswerOf<'get', P>, void, undefined>;
  /** What is on the pages, item by item. */
  items<P extends PagedPath>(
    path: P,
    ...request: Arguments<RequestOf<'get', P>>
  ): AsyncGenerator<Item<P>, void, undefined>;
}

/** Any request, where its types are checked already. */
interface AnyRequest extends CallOptions {
  readonly query?: object;
  readonly path?: object;
  readonly header?: object;
  readonly body?: unknown;
}

/** Where the next page begins; absent on the last one. */
interface AnyPage {
  readonly nextCursor?: string;
  readonly nextBefore?: string;
}

/** @throws TypeError if no ledger or no credentials are named */
export function createQueryClient(options: QueryClientOptions = {}): QueryClient {
  const resolved = resolveOptions(options);
  const client = createClient<paths>({
    baseUrl: resolved.endpoint,
    fetch: createSend(resolved),
    querySerializer: { array: { style: 'form', explode: false } },
  });
  const send = client.request as (method: Method, path: string, init: object) => Promise<{ data?: string }>;

  async function call(method: Method, path: string, request: AnyRequest = {}): Promise<unknown> {
    const { body, signal, ...params } = request;
    const init = { params, ...bodyOf(body), ...(signal && { signal }), parseAs: 'text' };
    const { data } = await send(method, path, init);
    try {
      return data === undefined ? undefined : JSON.parse(data);
    } catch (cause) {
      throw new LedgerProblem('unexpected_answer', 'The answer is not JSON.', { status: 200, cause });
    }
  }

  async function* pages(path: string, request: AnyRequest = {}): AsyncGenerator<unknown, void, undefined> {
    let next: object | undefined = {};
    while (next) {
      const page = (await call('get', path, { ...request, query: { ...request.query, ...next } })) as AnyPage;
      yield page;
      next = nextOf(page);
    }
  }

  async function* items(path: PagedPath, request?: AnyRequest): AsyncGenerator<unknown, void, undefined> {
    for await (const page of pages(path, request))
      yield* (page as Record<string, unknown[]>)[LISTS[path]] ?? [];
  }

  const of = (method: Method) => (path: string, request?: AnyRequest) => call(method, path, request);
  const untyped = { get: of('get'), post: of('post'), put: of('put'), delete: of('delete'), pages, items };
  return untyped as unknown as QueryClient;
}

/** A text is CSV: all other bodies are objects, sent as JSON. */
function bodyOf(body: unknown): object {
  if (typeof body !== 'string') return { ...(body !== undefined && { body }) };
  return { body, bodySerializer: (text: string) => text, headers: { 'content-type': 'text/csv' } };
}

function nextOf({ nextCursor, nextBefore }: AnyPage): object | undefined {
  if (nextCursor !== undefined) return { cursor: nextCursor };
  return nextBefore === undefined ? undefined : { before: nextBefore };
}
