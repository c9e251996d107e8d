import type { AnswerOf, ListOf, PagedPath } from './request-types.ts';

/** Where the answers of the routes with pages have their items. A route that is missing here does not compile. */
export const LISTS = {
  '/v1/statistics': 'rows',
  '/v1/records': 'records',
  '/v1/conflicts': 'conflicts',
  '/v1/access-keys': 'accessKeys',
  '/v1/users': 'users',
  '/v1/audit': 'entries',
  '/v1/exports': 'exports',
  '/v1/reports/{id}/runs': 'runs',
  '/v1/failed-messages': 'messages',
} as const satisfies { readonly [P in PagedPath]: ListOf<P> };

/** One item of a route with pages, such as a record. */
export type Item<P extends PagedPath> =
  AnswerOf<'get', P> extends Readonly<Record<(typeof LISTS)[P], readonly (infer T)[]>> ? T : never;
