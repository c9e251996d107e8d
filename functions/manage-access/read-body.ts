import { MAX_ADMINISTRATION_BODY_BYTES } from '@token-ledger/contract';
import type * as z from 'zod/mini';
import type { HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readInput } from '../shared/http/read-json-body.ts';

/** The body of an administrative request, as a schema parses it. */
export function readBody<S extends z.ZodMiniType>(schema: S, event: HttpEvent): Promise<z.output<S>> {
  return readInput(schema, event, { maxBytes: MAX_ADMINISTRATION_BODY_BYTES, what: 'body' });
}

/** The error after too many attempts to replace what others replaced at the same time. */
export function changedMeanwhile(): ProblemError {
  return new ProblemError('changed_meanwhile', {
    detail: 'Somebody else changed it at the same time. Read it, then try again.',
  });
}
