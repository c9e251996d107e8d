import type { Visibility } from '@token-ledger/core';
import type { HttpRequest } from './http-handler.ts';

/** Whose usage the caller may see. The routes of queries admit only access keys that may read everything. */
export function visibilityOfCaller(_request: HttpRequest): Visibility {
  return { kind: 'everything' };
}
