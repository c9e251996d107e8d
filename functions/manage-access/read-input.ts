import { MAX_ADMINISTRATION_BODY_BYTES, type Problem, toProblems } from '@token-ledger/contract';
import * as z from 'zod/mini';
import type { HttpEvent } from '../shared/http/http-handler.ts';
import { decodePageCursor } from '../shared/http/page-cursor.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonBody } from '../shared/http/read-json-body.ts';
import { invalidParameter } from '../shared/http/read-parameters.ts';

/** The body as the schema makes it. Throws a `ProblemError` that names everything that is wrong. */
export async function readInput<S extends z.ZodMiniType>(schema: S, event: HttpEvent): Promise<z.output<S>> {
  return check(schema, await readJsonBody(event, MAX_ADMINISTRATION_BODY_BYTES), 'The body is not valid.');
}

/** Like `readInput` for a body that may be absent: it is then taken for an empty object. */
export async function readOptionalInput<S extends z.ZodMiniType>(
  schema: S,
  event: HttpEvent,
): Promise<z.output<S>> {
  return event.body ? readInput(schema, event) : check(schema, {}, 'The body is not valid.');
}

/** Where the page before ended; undefined without a cursor. */
export async function readCursor(
  cursor: string | undefined,
  list: string,
  signingKey: () => Promise<Uint8Array>,
): Promise<string | undefined> {
  if (cursor === undefined) return undefined;
  const place = decodePageCursor(cursor, list, await signingKey());
  if (place !== undefined) return place;
  throw invalidParameter('/cursor', 'is not a cursor of this list');
}

function check<S extends z.ZodMiniType>(schema: S, input: unknown, detail: string): z.output<S> {
  const parsed = z.safeParse(schema, input);
  if (parsed.success) return parsed.data;
  const errors: readonly Problem[] = toProblems(parsed.error.issues, input, '');
  throw new ProblemError('invalid_request', { detail, errors });
}
