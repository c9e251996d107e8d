import {
  holdsSecret,
  MAX_BODY_BYTES,
  MAX_PROBLEMS_PER_DOCUMENT,
  MAX_RECORDS_PER_REQUEST,
  type Problem,
  toProblems,
} from '@token-ledger/contract';
import { isIdempotencyKey, PRIORITIES, type Priority } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonBody } from '../shared/http/read-json-body.ts';

/** A request of `POST /v1/usage` whose records have not been looked at. */
export interface UsageRequest {
  readonly records: readonly { readonly json: unknown; readonly path: string }[];
  readonly priority: Priority;
  readonly idempotencyKey?: string;
}

const priority = z.optional(z.enum(PRIORITIES));

const batchSchema = z.strictObject({
  records: z.array(z.unknown(), 'must be a list').check(z.minLength(1, 'must have at least one record')),
  priority,
});

/** A record by itself has the priority among its own fields. */
const singleSchema = z.looseObject({ priority }, 'must be an object: a record, or { "records": [ … ] }');

/** Reads one record, or many. Throws a `ProblemError` when it is not clear what the records are. */
export async function readRequest(event: HttpEvent): Promise<UsageRequest> {
  const body = await readJsonBody(event, MAX_BODY_BYTES);
  const isBatch = typeof body === 'object' && body !== null && 'records' in body;
  return { ...(isBatch ? readBatch(body) : readSingle(body)), ...readIdempotencyKey(event) };
}

function readBatch(body: object): Omit<UsageRequest, 'idempotencyKey'> {
  const parsed = z.safeParse(batchSchema, body);
  if (!parsed.success) throw invalidRequest(toProblems(parsed.error.issues, body, ''));
  const { records } = parsed.data;
  if (records.length > MAX_RECORDS_PER_REQUEST) {
    throw new ProblemError('too_many_records', {
      detail: `A request may have at most ${MAX_RECORDS_PER_REQUEST} records; this one has ${records.length}.`,
    });
  }
  return {
    records: records.map((json, index) => ({ json, path: `/records/${index}` })),
    priority: parsed.data.priority ?? 'live',
  };
}

function readSingle(body: unknown): Omit<UsageRequest, 'idempotencyKey'> {
  const parsed = z.safeParse(singleSchema, body);
  if (!parsed.success) throw invalidRequest(toProblems(parsed.error.issues, body, ''));
  // Of the body itself: the parser's copy of it lacks a field named __proto__, which is refused like any other unknown one.
  const { priority: _, ...json } = body as Record<string, unknown>;
  return { records: [{ json, path: '' }], priority: parsed.data.priority ?? 'live' };
}

function readIdempotencyKey(event: HttpEvent): Pick<UsageRequest, 'idempotencyKey'> {
  const key = event.headers['idempotency-key'];
  if (key === undefined) return {};
  if (isIdempotencyKey(key) && !holdsSecret(key)) return { idempotencyKey: key };
  throw new ProblemError('invalid_request', {
    detail:
      'The header Idempotency-Key must be 1 to 64 printable ASCII characters without spaces, and no secret.',
  });
}

function invalidRequest(errors: readonly Problem[]): ProblemError {
  return new ProblemError('invalid_request', {
    detail: 'The request is neither a record nor a list of records with a priority.',
    errors: errors.slice(0, MAX_PROBLEMS_PER_DOCUMENT),
  });
}
