import { describe, expect, it } from '@jest/globals';
import { ROUTES, type Route, routeKey } from '@token-ledger/contract';
import { type AccessKey, formatAccessKey, SCOPES } from '@token-ledger/core';
import { InMemoryDirectory } from '@token-ledger/in-memory';
import { createAccessKeySecret } from '@token-ledger/secrets';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { createHandler } from '../../functions/authorize-request/handler.ts';
import { decodeDecision } from '../../functions/shared/http/authorization-decision.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

const POST_USAGE = routeKey(ROUTES.acceptUsage);

function newKey(overrides: Partial<AccessKey> = {}) {
  const { secret, ...hashed } = createAccessKeySecret();
  const key: AccessKey = {
    id: 'ak_01',
    name: 'search service',
    ownerUserId: 'u_42',
    scopes: ['ingest'],
    createdAtMs: NOON,
    disabled: false,
    revision: 1,
    ...hashed,
    ...overrides,
  };
  return { key, printed: formatAccessKey(key.id, secret) };
}

/** Keys that a test can change behind the authorizer's back; counts the lookups. */
async function setUp(...keys: readonly AccessKey[]) {
  const store = new InMemoryDirectory();
  for (const key of keys) await store.createAccessKey(key);
  const overrides = new Map<string, AccessKey | undefined>();
  let nowMs = NOON;
  let lookups = 0;
  let failure: Error | undefined;
  const telemetry = recordingTelemetry();
  const audit = { ...recordedAudit(), clock: () => nowMs };
  const handler = createHandler({
    accessKeys: {
      touchLastUsed: (id, hourStartMs) => store.touchLastUsed(id, hourStartMs),
      async getAccessKey(id) {
        lookups += 1;
        if (failure) throw failure;
        return overrides.has(id) ? overrides.get(id) : store.getAccessKey(id);
      },
    },
    rateLimit: { perSecond: 100, burst: 5000 },
    audit,
    clock: () => nowMs,
    telemetry,
  });
  const authorize = (headers: Record<string, string>, route = POST_USAGE) =>
    handler({
      routeKey: route,
      headers,
      requestContext: { http: { sourceIp: '192.0.2.1', userAgent: 'test' }, requestId: 'request-1' },
    } as APIGatewayRequestAuthorizerEventV2);
  return {
    store,
    audit,
    telemetry,
    authorize,
    decision: async (headers: Record<string, string>, route = POST_USAGE) => {
      const result = await authorize(headers, route);
      expect(result.isAuthorized).toBe(true);
      return decodeDecision('context' in result ? result.context : undefined);
    },
    lookups: () => lookups,
    advance: (ms: number) => (nowMs += ms),
    change: (key: AccessKey) => overrides.set(key.id, key),
    fail: () => (failure = new Error('the table is gone')),
  };
}

const bearer = (printed: string) => ({ authorization: `Bearer ${printed}` });
const refused = (denial: string) => ({ kind: 'refused', denial });

describe('the authorizer', () => {
  it('passes on the caller, by bearer token or by x-api-key', async () => {
    const { key, printed } = newKey();
    const { decision } = await setUp(key);
    const allowed = {
      kind: 'allowed',
      principal: { kind: 'access_key', accessKeyId: 'ak_01', ownerUserId: 'u_42', scopes: ['ingest'] },
    };
    expect(await decision(bearer(printed))).toEqual(allowed);
    expect(await decision({ authorization: `bearer  ${printed}` })).toEqual(allowed);
    expect(await decision({ 'x-api-key': printed })).toEqual(allowed);
    expect(await decision({ authorization: 'Basic dTpw', 'x-api-key': ` ${printed} ` })).toEqual(allowed);
  });

  it('uses the bearer token if both are present', async () => {
    const { key, printed } = newKey();
    const { decision } = await setUp(key);
    expect(await decision({ ...bearer('tl_wrong'), 'x-api-key': printed })).toEqual(
      refused('invalid_credentials'),
    );
  });

  it.each([
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Basic dTpw' },
    { 'x-api-key': ' ' },
  ])('finds no credentials in the headers %j', async (headers) => {
    const { decision } = await setUp();
    expect(await decision(headers as Record<string, string>)).toEqual(refused('missing_credentials'));
  });

  it('refuses malformed keys, unknown ids and wrong secrets alike', async () => {
    const { key } = newKey();
    const other = newKey();
    const unknown = newKey({ id: 'ak_02' });
    const { decision, lookups } = await setUp(key);
    expect(await decision(bearer('sk-ant-123'))).toEqual(refused('invalid_credentials'));
    expect(lookups()).toBe(0);
    expect(await decision(bearer(unknown.printed))).toEqual(refused('invalid_credentials'));
    expect(await decision(bearer(other.printed))).toEqual(refused('invalid_credentials'));
  });

  it('reports that a key is disabled only to a caller with its secret', async () => {
    const { key, printed } = newKey({ disabled: true });
    const { decision } = await setUp(key);
    expect(await decision(bearer(printed))).toEqual(refused('disabled_access_key'));
    expect(await decision(bearer(newKey().printed))).toEqual(refused('invalid_credentials'));
  });

  it('counts requests of a known key that is disabled or has another secret, and no others', async () => {
    const { key, printed } = newKey();
    const disabled = newKey({ id: 'ak_02', disabled: true });
    const { decision, telemetry } = await setUp(key, disabled.key);
    await decision(bearer(printed));
    await decision(bearer(printed), routeKey(ROUTES.getAudit));
    await decision(bearer(newKey({ id: 'ak_03' }).printed));
    await decision(bearer('sk-ant-123'));
    expect(telemetry.counts).not.toHaveProperty('AccessKeysRefused');
    await decision(bearer(newKey().printed));
    await decision(bearer(disabled.printed));
    expect(telemetry.counts.AccessKeysRefused).toBe(2);
  });

  const everyCase = Object.values<Route>(ROUTES).flatMap((route) =>
    SCOPES.map((scope) => [routeKey(route), scope, route.scopes.includes(scope)] as const),
  );
  it.each(everyCase)('decides on %s for the scope %s: %s', async (route, scope, allowed) => {
    const { key, printed } = newKey({ scopes: [scope] });
    const { decision } = await setUp(key);
    const result = await decision(bearer(printed), route);
    if (allowed) expect(result.kind).toBe('allowed');
    else expect(result).toEqual(refused('insufficient_scope'));
  });

  it('refuses a key without scopes', async () => {
    const { key, printed } = newKey({ scopes: [] });
    const { decision } = await setUp(key);
    expect(await decision(bearer(printed))).toEqual(refused('insufficient_scope'));
  });

  it('refuses every request of an unknown route', async () => {
    const { key, printed } = newKey({ scopes: SCOPES });
    const { authorize, telemetry } = await setUp(key);
    for (const route of ['GET /v1/secrets', '$default', 'POST /v1/usage/', 'post /v1/usage']) {
      expect(await authorize(bearer(printed), route)).toEqual({ isAuthorized: false });
    }
    expect(telemetry.lines).toHaveLength(4);
  });

  it('fails, and refuses the request, when the keys cannot be read', async () => {
    const { key, printed } = newKey();
    const { authorize, fail, telemetry } = await setUp(key);
    fail();
    await expect(authorize(bearer(printed))).rejects.toThrow('the table is gone');
    expect(telemetry.lines).toEqual([expect.objectContaining({ level: 'error' })]);
  });

  it('never logs or passes on a secret', async () => {
    const { key, printed } = newKey();
    const { authorize, telemetry, fail } = await setUp(key);
    const results = [await authorize(bearer(printed)), await authorize(bearer(newKey().printed))];
    fail();
    await authorize(bearer(newKey({ id: 'ak_02' }).printed)).catch(() => undefined);
    const secret = printed.slice(printed.lastIndexOf('_') + 1);
    const output = JSON.stringify([results, telemetry.lines]);
    expect(output).not.toContain(secret);
    expect(output).not.toContain(key.secretHash);
    expect(output).not.toContain(key.salt);
  });
});

describe('the cache of the authorizer', () => {
  it('keeps a key for 30 seconds, so a disabled key works no longer than that', async () => {
    const { key, printed } = newKey();
    const { decision, advance, change, lookups } = await setUp(key);
    expect((await decision(bearer(printed))).kind).toBe('allowed');
    change({ ...key, disabled: true });
    advance(29_999);
    expect((await decision(bearer(printed))).kind).toBe('allowed');
    expect(lookups()).toBe(1);
    advance(1);
    expect(await decision(bearer(printed))).toEqual(refused('disabled_access_key'));
    expect(lookups()).toBe(2);
  });

  it('checks the secret of a cached key each time', async () => {
    const { key, printed } = newKey();
    const { decision } = await setUp(key);
    await decision(bearer(printed));
    expect(await decision(bearer(newKey().printed))).toEqual(refused('invalid_credentials'));
  });

  it('looks a key up again before refusing a secret: a new one works at once after a rotation', async () => {
    const { key, printed } = newKey();
    const { decision, change } = await setUp(key);
    await decision(bearer(printed));
    const rotated = newKey();
    const { salt, secretHash } = key;
    change({ ...rotated.key, previous: { salt, secretHash, validUntilMs: NOON + 1 } });
    expect((await decision(bearer(rotated.printed))).kind).toBe('allowed');
    expect((await decision(bearer(printed))).kind).toBe('allowed');
    expect(await decision(bearer(newKey().printed))).toEqual(refused('invalid_credentials'));
  });

  it('does not cache unknown ids: a new key works at once', async () => {
    const { key, printed } = newKey();
    const { decision, store } = await setUp();
    expect(await decision(bearer(printed))).toEqual(refused('invalid_credentials'));
    await store.createAccessKey(key);
    expect((await decision(bearer(printed))).kind).toBe('allowed');
  });

  it('keeps 1,000 keys, and drops the oldest for one more', async () => {
    const keys = Array.from({ length: 1001 }, (_, index) => newKey({ id: `ak_${index}` }));
    const { decision, lookups } = await setUp(...keys.map(({ key }) => key));
    for (const { printed } of keys) await decision(bearer(printed));
    expect(lookups()).toBe(1001);
    for (const { printed } of keys.slice(1)) await decision(bearer(printed));
    expect(lookups()).toBe(1001);
    await decision(bearer(keys[0]?.printed ?? ''));
    expect(lookups()).toBe(1002);
  });
});
