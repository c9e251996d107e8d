import { holdsSecret } from '@token-ledger/contract';
import { type AuditEntry, type AuditLog, actorOf, type Clock } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { Log } from '../telemetry.ts';
import type { HttpAnswer, HttpRequest } from './http-handler.ts';
import { ProblemError } from './problem-error.ts';

export interface AuditDeps {
  readonly log: AuditLog;
  readonly clock: Clock;
  /** A new ULID of this time. */
  readonly newId: (atMs: number) => string;
}

type Operate = (request: HttpRequest) => Promise<HttpAnswer>;

const MAX_USER_AGENT_CHARACTERS = 200;
const MAX_TARGET_CHARACTERS = 128;

/**
 * Writes an audit entry before each operation and its outcome after it. Without the first entry the operation does not run;
 * without the second, because the function died in between, the entry stays `unfinished`.
 */
export function withAuditTrail(audit: AuditDeps, logger: Log, operate: Operate): Operate {
  return async (request) => {
    const entry = describeRequest(request, audit);
    try {
      await audit.log.begin(entry);
    } catch (error) {
      logger.error('An operation was refused because its audit entry could not be written.', {
        channel: 'access',
        error,
      });
      throw new ProblemError('not_stored', {
        detail: 'The audit log cannot be written, so nothing was done. Try again.',
      });
    }
    const end = async (outcome: Pick<AuditEntry, 'outcome' | 'target' | 'range'>) => {
      try {
        await audit.log.append({ ...entry, ...outcome });
      } catch (error) {
        // The operation is done and its entry says unfinished; the log of the function has the outcome.
        logger.error('The outcome of an operation could not be written to the audit log.', {
          channel: 'access',
          error,
          id: entry.id,
          ...outcome,
        });
      }
    };
    try {
      const answer = await operate(request);
      await end({ outcome: 'done', ...targetOf(answer.body), ...rangeOf(answer.body) });
      return answer;
    } catch (error) {
      await end({ outcome: error instanceof ProblemError ? error.code : 'internal_error' });
      throw error;
    }
  };
}

function describeRequest({ event, principal }: HttpRequest, { clock, newId }: AuditDeps): AuditEntry {
  const { http, requestId } = event.requestContext;
  const atMs = clock();
  return {
    id: newId(atMs),
    atMs,
    actor: actorOf(principal),
    operation: event.routeKey,
    ...targetOf(event.pathParameters ?? event.queryStringParameters),
    outcome: 'unfinished',
    sourceIp: http.sourceIp,
    ...userAgentOf(http),
    requestId,
  };
}

/** The part of it that an audit entry keeps. */
export function userAgentOf({ userAgent }: { readonly userAgent?: string }): { readonly userAgent?: string } {
  return userAgent ? { userAgent: userAgent.slice(0, MAX_USER_AGENT_CHARACTERS) } : {};
}

/** The id that an operation is about: from the path, the query or the answer that created it. A secret stays out of the log. */
function targetOf(value: unknown): { readonly target?: string } {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && id !== '' && !holdsSecret(id)
    ? { target: id.slice(0, MAX_TARGET_CHARACTERS) }
    : {};
}

const rangeSchema = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });
const bodySchema = z.union([rangeSchema, z.object({ range: rangeSchema })]);

/** The time that the answer of an operation on usage is about. */
function rangeOf(body: unknown): Pick<AuditEntry, 'range'> {
  const { data } = z.safeParse(bodySchema, body);
  if (!data) return {};
  const { from, to } = 'range' in data ? data.range : data;
  return { range: { fromMs: Date.parse(from), toMs: Date.parse(to) } };
}
