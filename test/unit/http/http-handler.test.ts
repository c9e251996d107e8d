import { describe, expect, it } from '@jest/globals';
import type { ProblemDocument } from '@token-ledger/contract';
import type { PersonPrincipal } from '@token-ledger/core';
import {
  DENIAL_REASONS,
  type DenialReason,
  encodeDecision,
} from '../../../functions/shared/http/authorization-decision.ts';
import {
  type HttpAnswer,
  type HttpRequest,
  httpHandler,
} from '../../../functions/shared/http/http-handler.ts';
import { ProblemError } from '../../../functions/shared/http/problem-error.ts';
import { type HttpEventOptions, httpEvent, lambdaContext } from '../../support/http-event.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';

async function call(
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
  options: Partial<HttpEventOptions> = {},
) {
  const telemetry = recordingTelemetry();
  const event = httpEvent({ method: 'GET', path: '/v1/health', ...options });
  const {
    statusCode,
    headers = {},
    body = '',
  } = await httpHandler(telemetry, answer)(event, lambdaContext());
  return { statusCode, headers, body: JSON.parse(body) as ProblemDocument, telemetry };
}

const ok = async () => ({ statusCode: 200, body: { fine: true } });

describe('an HTTP function', () => {
  it('logs each answer for debugging, without what it says', async () => {
    const { telemetry } = await call(ok);
    expect(telemetry.debugLines).toEqual([
      {
        level: 'debug',
        message: 'A request was answered.',
        fields: expect.objectContaining({ status: 200, ms: expect.any(Number) }),
      },
    ]);
    expect(telemetry.lines).toEqual([]);
  });

  it('answers JSON with the standard headers', async () => {
    const { statusCode, headers, body } = await call(ok);
    expect(statusCode).toBe(200);
    expect(body).toEqual({ fine: true });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-request-id': 'request-1',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('lets a handler replace these headers', async () => {
    const { headers } = await call(async () => ({
      statusCode: 200,
      body: 1,
      headers: { 'cache-control': 'max-age=60' },
    }));
    expect(headers['cache-control']).toBe('max-age=60');
  });

  it('knows its caller', async () => {
    const principal = {
      kind: 'access_key' as const,
      accessKeyId: 'ak_1',
      ownerUserId: 'u_1',
      scopes: ['read' as const],
    };
    const { body } = await call(async (request) => ({ statusCode: 200, body: request.principal }), {
      principal,
    });
    expect(body).toEqual(principal);
  });

  it.each<PersonPrincipal>([
    { kind: 'person', subject: 's', role: 'admin' },
    { kind: 'person', subject: 's', role: 'viewer', userId: 'u_1' },
    { kind: 'person', subject: 's', role: 'member', userId: 'u_1' },
  ])('knows its person: %j', async (person) => {
    const { body } = await call(async (request) => ({ statusCode: 200, body: request.principal }), {
      person,
    });
    expect(body).toEqual(person);
  });

  it.each(DENIAL_REASONS)(
    'answers the denial %s with a problem document, and does nothing else',
    async (denial) => {
      let called = false;
      const answer = async () => {
        called = true;
        return ok();
      };
      const { statusCode, headers, body } = await call(answer, {
        authorizer: encodeDecision({ kind: 'refused', denial }),
      });
      expect(called).toBe(false);
      expect(body).toMatchObject({
        code: denial,
        status: statusCode,
        requestId: 'request-1',
        retryable: denial === 'rate_limited',
      });
      const statuses: Partial<Record<DenialReason, number>> = {
        insufficient_scope: 403,
        insufficient_role: 403,
        rate_limited: 429,
      };
      expect(statusCode).toBe(statuses[denial] ?? 401);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(headers['www-authenticate']).toBe(statusCode === 401 ? 'Bearer' : undefined);
      expect(headers['x-request-id']).toBe('request-1');
    },
  );

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty context', {}],
    ['an unknown denial', { denial: 'maybe' }],
    [
      'both a principal and a denial',
      { principal: '{"kind":"access_key","accessKeyId":"ak","scopes":[]}', denial: 'missing_credentials' },
    ],
    ['a principal that is no JSON', { principal: 'ak_1' }],
    ['a principal without an id', { principal: '{"scopes":["read"]}' }],
    [
      'a principal with an unknown scope',
      { principal: '{"kind":"access_key","accessKeyId":"ak","scopes":["root"]}' },
    ],
    ['a member who is no user', { principal: '{"kind":"person","subject":"s","role":"member"}' }],
    [
      'a principal with more than belongs to one',
      { principal: '{"kind":"access_key","accessKeyId":"ak","scopes":[],"x":1}' },
    ],
  ])('fails closed if the authorizer returns %s', async (_, authorizer) => {
    const { statusCode, body } = await call(ok, { authorizer });
    expect(statusCode).toBe(401);
    expect(body.code).toBe('missing_credentials');
  });

  it('returns the details of a problem, and its own members', async () => {
    const { statusCode, body } = await call(async () => {
      throw new ProblemError('invalid_request', {
        detail: 'Why.',
        errors: [{ path: '/a', code: 'required', message: 'is required' }],
        extensions: { accepted: 0 },
      });
    });
    expect(statusCode).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_request', detail: 'Why.', accepted: 0 });
    expect(body.errors).toEqual([{ path: '/a', code: 'required', message: 'is required' }]);
  });

  it('sets Retry-After if nothing could be stored', async () => {
    const { statusCode, headers } = await call(async () => {
      throw new ProblemError('not_stored', { detail: 'Why.' });
    });
    expect(statusCode).toBe(503);
    expect(headers['retry-after']).toBe('5');
  });

  it('hides every other error, and logs it', async () => {
    const failure = new Error('the table is called secret');
    const { statusCode, body, telemetry } = await call(async () => {
      throw failure;
    });
    expect(statusCode).toBe(500);
    expect(body).toMatchObject({ code: 'internal_error', retryable: true, requestId: 'request-1' });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(telemetry.lines).toEqual([
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ error: failure }) as unknown,
      }),
    ]);
  });

  it('logs with the ids of the request and of the access key, and without them for the next one', async () => {
    const { telemetry } = await call(async () => {
      throw new Error('broken');
    });
    expect(telemetry.lines[0]?.fields).toMatchObject({
      correlationId: 'request-1',
      route: 'GET /v1/health',
      accessKeyId: 'ak_caller',
    });
    telemetry.logger.info('next');
    expect(telemetry.lines[1]?.fields).toEqual({});
  });

  it('writes its metrics once, for every outcome', async () => {
    expect((await call(ok)).telemetry.flushes).toBe(1);
    const broken = await call(async () => {
      throw new Error('broken');
    });
    expect(broken.telemetry.flushes).toBe(1);
  });
});
