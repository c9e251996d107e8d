import { type Visibility, visibilityOf } from '@token-ledger/core';
import type { HttpRequest } from './http-handler.ts';

/** Whose usage the caller may see. */
export function visibilityOfCaller({ principal }: HttpRequest): Visibility {
  return visibilityOf(principal);
}
