export { createQueryClient, type QueryClient } from './client.ts';
export { formatUsd, nanoDollars, wholeNumber } from './figures.ts';
export type { Item } from './lists.ts';
export type { components, paths } from './openapi.ts';
export type { QueryClientOptions } from './options.ts';
export { LedgerProblem, type LedgerProblemCode } from './problem.ts';
export type { AnswerOf, CallOptions, PagedPath, PathOf, RequestOf } from './request-types.ts';
