import { createHash } from 'node:crypto';
import {
  holdsSecret,
  MAX_BODY_BYTES,
  MAX_PROBLEMS_PER_DOCUMENT,
  MAX_RECORDS_PER_REQUEST,
  type Problem,
  priorityOf,
  prioritySchema,
  toProblems,
} from '@token-ledger/contract';
import { isIdempotencyKey, type Priority } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonText } from '../shared/http/read-json-body.ts';

/** A request of `POST /v1/usage` whose records have not been looked at. */
export interface UsageRequest {
  readonly records: readonly { readonly json: unknown; readonly path: string }[];
  readonly priority: Priority;
  readonly idempotency?: IdempotentBody;
}

/** The header `Idempotency-Key`, and what distinguishes the body it came with from any other. */
export interface IdempotentBody {
  readonly key: string;
  readonly bodyDigest: string;
}

const batchSchema = z.strictObject({
  records: z.array(z.unknown(), 'must be a list').check(z.minLength(1, 'must have at least one record')),
  priority: prioritySchema,
});

/** A record by itself has the priority among its own fields. */
const singleSchema = z.looseObject(
  { priority: prioritySchema },
  'must be an object: a record, or { "records": [ … ] }',
);

/** Reads one record, or many. Throws a `ProblemError` when it is not clear what the records are. */
export async function readRequest(event: HttpEvent): Promise<UsageRequest> {
  const { json, text } = await readJsonText(event, MAX_BODY_BYTES);
  const isBatch = typeof json === 'object' && json !== null && 'records' in json;
  return { ...(isBatch ? readBatch(json) : readSingle(json)), ...readIdempotency(event, text) };
}

function readBatch(body: object): Omit<UsageRequest, 'idempotency'> {
  const parsed = z.safeParse(batchSchema, body);
  if (!parsed.success)
    throw invalidRequest(toProblems(parsed.error.issues, body, '', undefined, [batchSchema]));
  const { records } = parsed.data;
  if (records.length > MAX_RECORDS_PER_REQUEST) {
    throw new ProblemError('too_many_records', {
      detail: `A request may have at most ${MAX_RECORDS_PER_REQUEST} records; this one has ${records.length}.`,
    });
  }
  return {
    records: records.map((json, index) => ({ json, path: `/records/${index}` })),
    priority: priorityOf(parsed.data.priority),
  };
}

function readSingle(body: unknown): Omit<UsageRequest, 'idempotency'> {
  const parsed = z.safeParse(singleSchema, body);
  if (!parsed.success) throw invalidRequest(toProblems(parsed.error.issues, body, ''));
  // Of the body itself: the parser's copy of it lacks a field named __proto__, which is refused like any other unknown one.
  const { priority: _, ...json } = body as Record<string, unknown>;
  return { records: [{ json, path: '' }], priority: priorityOf(parsed.data.priority) };
}

function readIdempotency(event: HttpEvent, body: string): Pick<UsageRequest, 'idempotency'> {
  const key = event.headers['idempotency-key'];
  if (key === undefined) return {};
  if (isIdempotencyKey(key) && !holdsSecret(key)) return { idempotency: { key, bodyDigest: digest(body) } };
  throw new ProblemError('invalid_request', {
    detail:
      'The header Idempotency-Key must be 1 to 64 printable ASCII characters without spaces, and no secret.',
  });
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('base64url');
}

function invalidRequest(errors: readonly Problem[]): ProblemError {
  return new ProblemError('invalid_request', {
    detail: 'The request is neither a record nor a list of records with a priority.',
    errors: errors.slice(0, MAX_PROBLEMS_PER_DOCUMENT),
  });
}
