import { describe, expect, it } from '@jest/globals';
import { ROUTES, type Route, routeKey } from '@token-ledger/contract';
import type { ServiceName } from '../../functions/shared/metrics.ts';
import { functionOf, template } from './support/deployed-functions.ts';
import { referred, resource, resources, sorted, synthesize } from './support/synthesize.ts';

/** Of the API, and none of the console beside it. */
const routes = (from = template) =>
  resources(from, 'AWS::ApiGatewayV2::Route')
    .map((route) => route.Properties)
    .filter(({ RouteKey }) => RouteKey.includes(' /v1/'));
const all = Object.values<Route>(ROUTES);

/** The function behind a route. */
function functionBehind(target: { 'Fn::Join': [string, [string, { Ref: string }]] }): string | undefined {
  const integration = resource(template, 'AWS::ApiGatewayV2::Integration', target['Fn::Join'][1][1].Ref);
  return referred(integration.Properties.IntegrationUri);
}

describe('the API', () => {
  it('has the routes of the contract and no other', () => {
    expect(sorted(routes().map(({ RouteKey }) => RouteKey))).toEqual(sorted(all.map(routeKey)));
  });

  it('sends each route to its function', () => {
    for (const route of all) {
      const { Target } = routes().find(({ RouteKey }) => RouteKey === routeKey(route));
      expect(functionBehind(Target)).toBe(functionOf(route.service).logicalId);
    }
  });

  it('has one authorizer for every route but the open ones', () => {
    const [authorizer, ...others] = resources(template, 'AWS::ApiGatewayV2::Authorizer');
    expect(others).toEqual([]);
    const open = routes().filter(({ AuthorizationType }) => AuthorizationType === 'NONE');
    expect(open.map(({ RouteKey }) => RouteKey)).toEqual(['GET /v1/openapi.json']);
    for (const { AuthorizationType, AuthorizerId } of routes().filter((route) => !open.includes(route))) {
      expect(AuthorizationType).toBe('CUSTOM');
      expect(referred(AuthorizerId)).toBe(authorizer?.logicalId);
    }
  });

  it('calls the authorizer for every request, without naming the header of the key', () => {
    const { Properties } = resource(template, 'AWS::ApiGatewayV2::Authorizer', 'Api');
    expect(Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: [],
      AuthorizerResultTtlInSeconds: 0,
    });
    expect(JSON.stringify(Properties.AuthorizerUri)).toContain('"ApiAuthorizeRequestFunction');
  });

  it('has no health check when that is switched off', () => {
    const other = synthesize({ monitoring: { enableHealthCheck: false } });
    const expected = all.filter((route) => route !== ROUTES.getHealth).map(routeKey);
    expect(sorted(routes(other).map(({ RouteKey }) => RouteKey))).toEqual(sorted(expected));
    const functions = resources(other, 'AWS::Lambda::Function').map(({ logicalId }) => logicalId);
    expect(functions.filter((id) => id.startsWith('Health'))).toEqual([]);
  });

  const stage = (from = template) => resource(from, 'AWS::ApiGatewayV2::Stage', 'Api').Properties;

  it('limits the rate of requests as configured', () => {
    expect(stage().DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    expect(stage(synthesize({ throttling: { rateLimit: 3, burstLimit: 4 } })).DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 3,
      ThrottlingBurstLimit: 4,
    });
  });

  it('logs every access as JSON, without identities and secrets of callers', () => {
    const { Format, DestinationArn } = stage().AccessLogSettings;
    const { logicalId, Properties } = resource(template, 'AWS::Logs::LogGroup', 'ApiAccessLogs');
    expect(referred(DestinationArn)).toBe(logicalId);
    // Groups of other names are added to a policy of the account that has room for a few dozen.
    expect(Properties.LogGroupName).toBe('/aws/vendedlogs/token-ledger-dev/api');
    const fields = Object.values<string>(JSON.parse(Format));
    expect(fields).toContain('$context.requestId');
    for (const field of fields) {
      expect(HTTP_API_FIELDS).toContain(field);
      expect(field).toMatch(/^\$context\.[a-zA-Z.]+$/);
      expect(field).not.toMatch(/identity|header|querystring|\.path|domain|protocol/i);
    }
  });

  it('may start each of its functions by one permission, however many routes it has', () => {
    // The gateway's function is called at an address of its own, which needs two permissions of another kind.
    const permissions = resources(template, 'AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com')
      .map(({ Properties }) => referred(Properties.FunctionName));
    expect(new Set(permissions).size).toBe(permissions.length);
    const targets = new Set(all.map(({ service }) => functionOf(service).logicalId));
    for (const target of targets) expect(permissions).toContain(target);
  });

  it('allows no requests from web pages of other origins', () => {
    expect(resource(template, 'AWS::ApiGatewayV2::Api', 'Api').Properties).not.toHaveProperty(
      'CorsConfiguration',
    );
  });

  it('times out before API Gateway does', () => {
    const timeout = (service: ServiceName) => functionOf(service).Properties.Timeout;
    for (const { service } of all) expect(timeout(service)).toBeLessThan(30);
    expect(timeout('authorize-request')).toBeLessThanOrEqual(10);
  });

  it('sets how long callers may cache closed periods', () => {
    const ttl = (cache: object) =>
      functionOf('query-usage', synthesize({ cache })).Properties.Environment.Variables.CACHE_TTL_SECONDS;
    expect([ttl({}), ttl({ ttlSeconds: 60 }), ttl({ enabled: false })]).toEqual(['3600', '60', '0']);
  });
});

/** Those that HTTP APIs know, by the developer guide of API Gateway; the others, such as the length of the request, are of REST APIs. */
const HTTP_API_FIELDS = [
  'authorizer.error',
  'error.message',
  'error.responseType',
  'integration.status',
  'integrationErrorMessage',
  'integrationLatency',
  'requestId',
  'requestTimeEpoch',
  'responseLatency',
  'responseLength',
  'routeKey',
  'status',
].map((field) => `$context.${field}`);
