import type { paths } from './openapi.ts';

/*
 * What each route takes and answers, as the OpenAPI document says.
 */

export type Method = 'get' | 'post' | 'put' | 'delete';

/** The paths that have a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

type Operation<M extends Method, P> = P extends keyof paths
  ? paths[P] extends Record<M, infer O>
    ? O
    : never
  : never;

type Parameters<O> = O extends { readonly parameters: infer P } ? P : object;
type BodyIn<C> = C extends { readonly content: { readonly 'application/json': infer B } }
  ? B
  : C extends { readonly content: { readonly 'text/csv': infer T } }
    ? T
    : never;
type Body<O> = O extends { readonly requestBody: infer C }
  ? { readonly body: BodyIn<C> }
  : O extends { readonly requestBody?: infer C }
    ? { readonly body?: BodyIn<C> }
    : object;

/** The parameters and the body of a route: `query`, `path`, `header` and `body`, those that it has. */
export type RequestOf<M extends Method, P extends PathOf<M>> = Parameters<Operation<M, P>> &
  Body<Operation<M, P>>;

type Responses<O> = O extends { readonly responses: infer R } ? R[keyof R] : never;
type Json<R> = R extends { content: { readonly 'application/json': infer T } } ? T : undefined;

/** The body of a successful answer; undefined if it has none. */
export type AnswerOf<M extends Method, P extends PathOf<M>> = Json<Responses<Operation<M, P>>>;

export interface CallOptions {
  /** Ends the call, waits between attempts included; it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal;
}

/** The last argument of a call, which may be left out if nothing in it is required. */
export type Arguments<R> = object extends R ? [request?: R & CallOptions] : [request: R & CallOptions];

type Query<P> = Parameters<Operation<'get', P>> extends { readonly query?: infer Q } ? NonNullable<Q> : never;

/** The paths whose answers are pages. */
export type PagedPath = {
  [P in PathOf<'get'>]: Extract<keyof Query<P>, 'cursor' | 'before'> extends never ? never : P;
}[PathOf<'get'>];

/** The fields of an answer that are lists. */
export type ListOf<P extends PagedPath> = {
  [F in keyof AnswerOf<'get', P>]: AnswerOf<'get', P>[F] extends readonly unknown[] ? F : never;
}[keyof AnswerOf<'get', P>];
