import { ROUTES, type Route, routeKey } from '@token-ledger/contract';
import type { AccessKeyStore, AuditActor, Clock, Principal } from '@token-ledger/core';
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import {
  type AuthorizationContext,
  type DenialReason,
  encodeDecision,
} from '../shared/http/authorization-decision.ts';
import { type AuditDeps, userAgentOf } from '../shared/http/with-audit-trail.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { cachedAccessKeys } from './cached-access-keys.ts';
import { decide } from './decide.ts';
import { createRateLimiter, type RateLimit } from './limit-rate.ts';
import { readCredentials } from './read-credentials.ts';
import { createDenialRecorder, type RefusedRequest } from './record-denials.ts';
import { createLastUsedTracker } from './touch-last-used.ts';
import type { VerifyToken } from './verify-token.ts';

export interface AuthorizeRequestDeps {
  readonly accessKeys: Pick<AccessKeyStore, 'getAccessKey' | 'touchLastUsed'>;
  readonly clock: Clock;
  /** Absent where nobody can sign in. */
  readonly verifyToken?: VerifyToken;
  /** Of one caller. */
  readonly rateLimit: RateLimit;
  readonly audit: AuditDeps;
  readonly telemetry: Telemetry;
}

type Result =
  | APIGatewaySimpleAuthorizerResult
  | APIGatewaySimpleAuthorizerWithContextResult<AuthorizationContext>;

const ROUTES_BY_KEY: ReadonlyMap<string, Route> = new Map(
  Object.values<Route>(ROUTES).map((route) => [routeKey(route), route]),
);

/**
 * The authorizer of the HTTP API. Requests of known routes pass, with the decision that the function behind them carries out;
 * requests of other routes do not. Rejects when the keys cannot be read, which the gateway answers with 500.
 */
export function createHandler({
  accessKeys,
  verifyToken,
  rateLimit,
  audit,
  clock,
  telemetry,
}: AuthorizeRequestDeps) {
  const getAccessKey = cachedAccessKeys((id) => accessKeys.getAccessKey(id), clock);
  const isWithinRate = createRateLimiter(rateLimit, clock);
  const deps = { getAccessKey, isWithinRate, clock, ...(verifyToken && { verifyToken }) };
  const touchLastUsed = createLastUsedTracker({ accessKeys, clock, logger: telemetry.logger });
  const noteKeyUse = async (principal: Principal) => {
    if (principal.kind === 'access_key') await touchLastUsed(principal.accessKeyId);
  };
  const recordDenial = createDenialRecorder(audit, telemetry);
  return async (event: APIGatewayRequestAuthorizerEventV2): Promise<Result> => {
    const route = ROUTES_BY_KEY.get(event.routeKey);
    if (!route) {
      telemetry.logger.error('A route is not in the table of routes.', { route: event.routeKey });
      return { isAuthorized: false };
    }
    try {
      const { decision, actor, refusedKey } = await decide(readCredentials(event.headers), route, deps);
      telemetry.count('AccessKeysRefused', refusedKey ? 1 : 0);
      if (decision.kind === 'allowed') await noteKeyUse(decision.principal);
      else await recordDenial(describeDenial(event, decision.denial, actor));
      return { isAuthorized: true, context: encodeDecision(decision) };
    } catch (error) {
      telemetry.logger.error('The access keys, or those of the issuer, could not be read.', { error });
      throw error;
    } finally {
      telemetry.flush();
    }
  };
}

function describeDenial(
  { routeKey: operation, requestContext: { http, requestId } }: APIGatewayRequestAuthorizerEventV2,
  denial: DenialReason,
  actor: AuditActor,
): RefusedRequest {
  return { denial, actor, operation, sourceIp: http.sourceIp, ...userAgentOf(http), requestId };
}
