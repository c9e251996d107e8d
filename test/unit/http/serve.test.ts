import { describe, expect, it } from '@jest/globals';
import { handlerOf, serve } from '../../../functions/shared/http/serve.ts';
import type { AuditDeps } from '../../../functions/shared/http/with-audit-trail.ts';
import { SERVICES } from '../../../functions/shared/metrics.ts';
import { type HttpEventOptions, httpEvent, lambdaContext } from '../../support/http-event.ts';
import { recordedAudit } from '../../support/recorded-audit.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';

interface Deps {
  readonly telemetry: ReturnType<typeof recordingTelemetry>;
  readonly audit: AuditDeps;
  readonly greeting: string;
}

const getPrices = async ({ greeting }: Pick<Deps, 'greeting'>) => ({ statusCode: 200, body: greeting });
const putPrices = async () => ({ statusCode: 200, body: { id: 'new' } });

async function call(method: HttpEventOptions['method'], path: string) {
  const telemetry = recordingTelemetry();
  const audit = recordedAudit();
  const deps: Deps = { telemetry, audit, greeting: 'hello' };
  const handler = serve(SERVICES.managePrices, deps, { getPrices, putPrices });
  const answer = await handler(httpEvent({ method, path, scopes: ['admin'] }), lambdaContext());
  return { ...answer, entries: await audit.entries(), lines: telemetry.lines };
}

describe('a function that serves its routes', () => {
  it('answers each route by its operation, which has what it needs', async () => {
    expect(await call('GET', '/v1/prices')).toMatchObject({ statusCode: 200, body: '"hello"' });
    expect(await call('PUT', '/v1/prices')).toMatchObject({ statusCode: 200, body: '{"id":"new"}' });
  });

  it('leaves audit entries for audited routes only', async () => {
    expect((await call('GET', '/v1/prices')).entries).toEqual([]);
    expect((await call('PUT', '/v1/prices')).entries).toEqual([
      expect.objectContaining({ operation: 'PUT /v1/prices', outcome: 'done', target: 'new' }),
    ]);
  });

  it('fails for a route of another function, and logs which', async () => {
    const { statusCode, lines } = await call('GET', '/v1/budgets');
    expect(statusCode).toBe(500);
    expect(String(lines[0]?.fields['error'])).toContain('GET /v1/budgets leads to manage-prices');
  });

  it('does not compile without one of its routes, with a route of another function, or without its audit log', () => {
    const telemetry = recordingTelemetry();
    const deps = { telemetry, audit: recordedAudit(), greeting: '' };
    // @ts-expect-error putPrices is missing
    serve(SERVICES.managePrices, deps, { getPrices });
    // @ts-expect-error getHealth is a route of check-health
    serve(SERVICES.managePrices, deps, { getPrices, putPrices, getHealth: putPrices });
    // @ts-expect-error getPrices needs a greeting
    serve(SERVICES.managePrices, { telemetry, audit: recordedAudit() }, { getPrices, putPrices });
    // @ts-expect-error record-usage has no route
    serve(SERVICES.recordUsage, deps, {});
    // @ts-expect-error describe-api has an open route, whose requests have no caller
    serve(SERVICES.describeApi, deps, { getOpenApi: putPrices });
    // @ts-expect-error putPrices is audited
    expect(() => serve(SERVICES.managePrices, { telemetry, greeting: '' }, { getPrices, putPrices })).toThrow(
      'has no audit log',
    );

    const createHandler = handlerOf(SERVICES.managePrices, { getPrices, putPrices });
    createHandler(deps);
    // @ts-expect-error getPrices needs a greeting
    createHandler({ telemetry, audit: recordedAudit() });
    // @ts-expect-error putPrices is missing
    handlerOf(SERVICES.managePrices, { getPrices });
    // @ts-expect-error getHealth is a route of check-health
    handlerOf(SERVICES.managePrices, { getPrices, putPrices, getHealth: putPrices });
    // @ts-expect-error putPrices is audited
    expect(() => createHandler({ telemetry, greeting: '' })).toThrow('has no audit log');
  });
});
