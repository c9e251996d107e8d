import { holdsSecret, ROUTES, type Route, routeKey } from '@token-ledger/contract';
import { type AuditEntry, type AuditLog, actorOf, type Clock } from '@token-ledger/core';
import type { Log } from '../telemetry.ts';
import type { HttpAnswer, HttpRequest } from './http-handler.ts';
import { ProblemError } from './problem-error.ts';

export interface AuditDeps {
  readonly log: AuditLog;
  readonly clock: Clock;
  /** A fresh ULID of this time. */
  readonly newId: (atMs: number) => string;
}

type Operate = (request: HttpRequest) => Promise<HttpAnswer>;

const AUDITED: ReadonlySet<string> = new Set(
  Object.values<Route>(ROUTES)
    .filter(({ audited }) => audited)
    .map(routeKey),
);
const MAX_USER_AGENT_CHARACTERS = 200;
const MAX_TARGET_CHARACTERS = 128;

/**
 * Leaves an audit entry for every request of an audited route: one before the act, without which there is no act, and its
 * outcome after it. An act whose function died in between stays `unfinished`.
 */
export function withAuditTrail(audit: AuditDeps, logger: Log, operate: Operate): Operate {
  return async (request) => {
    if (!AUDITED.has(request.event.routeKey)) return operate(request);
    const entry = describeRequest(request, audit);
    try {
      await audit.log.begin(entry);
    } catch (error) {
      logger.error('An act was refused because it could not be put on record.', { error });
      throw new ProblemError('not_stored', {
        detail: 'The audit log cannot be written, so nothing was done. Try again.',
      });
    }
    const end = async (outcome: Pick<AuditEntry, 'outcome' | 'target'>) => {
      try {
        await audit.log.append({ ...entry, ...outcome });
      } catch (error) {
        // The act is done and on record as unfinished; the log of the function has its outcome.
        logger.error('The outcome of an act could not be put on record.', {
          error,
          id: entry.id,
          ...outcome,
        });
      }
    };
    try {
      const answer = await operate(request);
      await end({ outcome: 'done', ...targetOf(answer.body) });
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

/** As much of it as is kept. */
export function userAgentOf({ userAgent }: { readonly userAgent?: string }): { readonly userAgent?: string } {
  return userAgent ? { userAgent: userAgent.slice(0, MAX_USER_AGENT_CHARACTERS) } : {};
}

/** The id of what is acted on: of the path, of the query, or of what was made. A secret in its place stays out of the log. */
function targetOf(value: unknown): { readonly target?: string } {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && id !== '' && !holdsSecret(id)
    ? { target: id.slice(0, MAX_TARGET_CHARACTERS) }
    : {};
}
