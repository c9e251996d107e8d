import type { AccessKeyPrincipal, PersonPrincipal, Scope } from '@token-ledger/core';
import type { Context } from 'aws-lambda';
import { encodeDecision } from '../../functions/shared/http/authorization-decision.ts';
import type { HttpEvent } from '../../functions/shared/http/http-handler.ts';

export interface HttpEventOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The query as it is sent, instead of one made from `query`. */
  readonly rawQueryString?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A body as JSON, or a text as it is. */
  readonly json?: unknown;
  readonly isBase64Encoded?: boolean;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly scopes?: readonly Scope[];
  readonly principal?: Partial<AccessKeyPrincipal>;
  /** The signed-in person, instead of an access key. */
  readonly person?: PersonPrincipal;
  /** The authorizer's context, instead of one for the principal. */
  readonly authorizer?: unknown;
}

/** A request as API Gateway passes it to a function behind the authorizer (payload format 2.0). */
export function httpEvent(options: HttpEventOptions): HttpEvent {
  const { method, path, query = {}, json, pathParameters, scopes = [], principal } = options;
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const { headers = json === undefined ? {} : { 'content-type': 'application/json' }, body = text } = options;
  const decision = encodeDecision({
    kind: 'allowed',
    principal: options.person ?? { kind: 'access_key', accessKeyId: 'ak_caller', scopes, ...principal },
  });
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: options.rawQueryString ?? new URLSearchParams(query).toString(),
    headers,
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    ...(pathParameters && { pathParameters }),
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: options.isBase64Encoded ?? false,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      authorizer: { lambda: 'authorizer' in options ? options.authorizer : decision },
      domainName: 'api.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '21/Nov/2026:12:00:00 +0000',
      timeEpoch: Date.UTC(2026, 10, 21, 12),
    },
  };
}

export function lambdaContext(): Context {
  return {
    functionName: 'function',
    awsRequestId: 'invocation-1',
    getRemainingTimeInMillis: () => 60_000,
  } as Context;
}
