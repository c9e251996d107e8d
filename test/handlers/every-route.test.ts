import { beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES, type Route, type RouteName, routeKey } from '@token-ledger/contract';
import {
  type AccessKey,
  formatAccessKey,
  isAmong,
  type RoleGroup,
  SCOPES,
  type Scope,
} from '@token-ledger/core';
import { InMemoryDirectory } from '@token-ledger/in-memory';
import { createAccessKeySecret } from '@token-ledger/secrets';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { type AuthorizeRequestDeps, createHandler } from '../../functions/authorize-request/handler.ts';
import { httpHandler } from '../../functions/shared/http/http-handler.ts';
import { type Answered, answered } from '../support/answered.ts';
import { httpEvent } from '../support/http-event.ts';
import {
  at,
  forgeToken,
  issueToken,
  issueUnsignedToken,
  type TokenOptions,
  verifyToken,
} from '../support/issued-tokens.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

/*
 * Every route with every kind of caller, through the authorizer and the wrapper that all functions share. Declares
 * again who may use each route, so that a new route, or a change of one, is decided twice.
 */

interface Need {
  readonly scopes: readonly Scope[];
  readonly roles: RoleGroup;
}

/** Members, and keys that may read the usage of their owner, are answered about that, and have it exported. */
const QUESTION: Need = { scopes: ['read', 'read:own', 'admin'], roles: 'everyone' };
const ADMINISTRATION: Need = { scopes: ['admin'], roles: 'admins' };
const NEEDS: Readonly<Record<RouteName, Need | 'none'>> = {
  getOpenApi: 'none',
  acceptUsage: { scopes: ['ingest', 'ingest:users', 'ingest:any'], roles: 'nobody' },
  acceptLogs: { scopes: ['ingest', 'ingest:users', 'ingest:any'], roles: 'nobody' },
  acceptMetrics: { scopes: ['ingest', 'ingest:users', 'ingest:any'], roles: 'nobody' },
  acceptTraces: { scopes: ['ingest', 'ingest:users', 'ingest:any'], roles: 'nobody' },
  getStatistics: QUESTION,
  getTrends: QUESTION,
  getTopConsumers: QUESTION,
  getOverview: QUESTION,
  getRecords: QUESTION,
  getRecord: QUESTION,
  lookUpNames: { scopes: ['ingest', 'ingest:users', 'ingest:any', 'read', 'admin'], roles: 'nobody' },
  getAggregations: { scopes: ['read', 'admin'], roles: 'viewers' },
  startAggregation: ADMINISTRATION,
  getHealth: { scopes: ['read', 'admin'], roles: 'viewers' },
  listConflicts: ADMINISTRATION,
  startRebuild: ADMINISTRATION,
  getRebuild: ADMINISTRATION,
  getPrices: { scopes: ['read', 'admin'], roles: 'viewers' },
  putPrices: ADMINISTRATION,
  listBudgets: { scopes: ['read', 'admin'], roles: 'viewers' },
  getBudget: { scopes: ['read', 'admin'], roles: 'viewers' },
  createBudget: ADMINISTRATION,
  changeBudget: ADMINISTRATION,
  deleteBudget: ADMINISTRATION,
  createExport: QUESTION,
  listExports: QUESTION,
  getExport: QUESTION,
  deleteExport: QUESTION,
  listReports: { scopes: ['read', 'admin'], roles: 'viewers' },
  getReport: { scopes: ['read', 'admin'], roles: 'viewers' },
  createReport: ADMINISTRATION,
  changeReport: ADMINISTRATION,
  deleteReport: ADMINISTRATION,
  runReport: { scopes: ['read', 'admin'], roles: 'viewers' },
  listReportRuns: { scopes: ['read', 'admin'], roles: 'viewers' },
  getReportRun: { scopes: ['read', 'admin'], roles: 'viewers' },
  getQuality: { scopes: ['read', 'admin'], roles: 'viewers' },
  listFailedMessages: ADMINISTRATION,
  getFailedMessage: ADMINISTRATION,
  retryFailedMessage: ADMINISTRATION,
  deleteFailedMessage: ADMINISTRATION,
  getMe: { scopes: SCOPES, roles: 'everyone' },
  listAccessKeys: ADMINISTRATION,
  createAccessKey: ADMINISTRATION,
  getAccessKey: ADMINISTRATION,
  updateAccessKey: ADMINISTRATION,
  rotateAccessKey: ADMINISTRATION,
  listUsers: ADMINISTRATION,
  createUser: ADMINISTRATION,
  getUser: ADMINISTRATION,
  updateUser: ADMINISTRATION,
  updateUserByQuery: ADMINISTRATION,
  importUsers: ADMINISTRATION,
  getAudit: ADMINISTRATION,
};

/** The outcome for a caller: in, or a status and a code. */
type Outcome = 'in' | `${number} ${string}`;

interface Caller {
  readonly name: string;
  readonly credentials: () => string | undefined | Promise<string>;
  readonly outcome: (need: Need) => Outcome;
}

const INVALID = '401 invalid_credentials';
const always = (outcome: Outcome) => () => outcome;
const directory = new InMemoryDirectory();
const printed = new Map<string, string>();

async function addKey(
  name: string,
  scopes: readonly Scope[],
  changes: Partial<AccessKey> = {},
): Promise<void> {
  const { secret, ...hashed } = createAccessKeySecret();
  const id = `ak_${name.replaceAll(/\W/g, '_')}`;
  await directory.createAccessKey({
    id,
    name,
    scopes,
    ...hashed,
    createdAtMs: NOON,
    disabled: false,
    revision: 1,
    ...changes,
  });
  printed.set(name, formatAccessKey(id, secret));
}

/** A key whose printed secret is the previous one, before its last rotation. */
async function addRotatedKey(name: string, validUntilMs: number): Promise<void> {
  await addKey(name, SCOPES);
  const key = await directory.getAccessKey(`ak_${name}`);
  if (!key) throw new Error('The key was just created.');
  const { salt, secretHash } = key;
  const { secret: _secret, ...next } = createAccessKeySecret();
  await directory.replaceAccessKey({
    ...key,
    ...next,
    previous: { salt, secretHash, validUntilMs },
    revision: 2,
  });
}

beforeAll(async () => {
  for (const scope of SCOPES) await addKey(scope, [scope], { ownerUserId: 'u_owner' });
  await addKey('read:own of nobody', ['read:own']);
  await addKey('all', SCOPES);
  await addKey('none', []);
  await addKey('disabled', SCOPES, { disabled: true, disabledAtMs: NOON });
  await addRotatedKey('overlapping', NOON + 1);
  await addRotatedKey('over', NOON);
});

const key = (name: string, outcome: Caller['outcome']): Caller => ({
  name: `the access key "${name}"`,
  credentials: () => printed.get(name),
  outcome,
});
const token = (name: string, options: TokenOptions, outcome: Caller['outcome']): Caller => ({
  name: `a token ${name}`,
  credentials: () => issueToken(options),
  outcome,
});
const person = (role: 'admin' | 'viewer' | 'member', claims: Record<string, unknown>) =>
  token(`of a ${role}`, { claims }, ({ roles }) => (isAmong(role, roles) ? 'in' : '403 insufficient_role'));
/** Wrong in any way, credentials of an admin do not help. */
const admin = (claims: Record<string, unknown>) => ({ claims: { groups: ['admin'], ...claims } });

const CALLERS: readonly Caller[] = [
  { name: 'nobody', credentials: () => undefined, outcome: always('401 missing_credentials') },
  { name: 'something malformed', credentials: () => 'sk-ant-123', outcome: always(INVALID) },
  {
    name: 'an unknown key',
    credentials: () => `tl_ak_unknown_${'0'.repeat(64)}`,
    outcome: always(INVALID),
  },
  { name: 'a wrong secret', credentials: () => `tl_ak_all_${'0'.repeat(64)}`, outcome: always(INVALID) },
  key('disabled', always('401 disabled_access_key')),
  key('overlapping', always('in')),
  key('over', always(INVALID)),
  key('all', always('in')),
  key('none', always('403 insufficient_scope')),
  key('read:own of nobody', always('403 insufficient_scope')),
  ...SCOPES.map((scope) =>
    key(scope, ({ scopes }) => (scopes.includes(scope) ? 'in' : '403 insufficient_scope')),
  ),
  person('admin', { groups: ['admin'], user_id: undefined }),
  person('viewer', { groups: ['viewer'] }),
  person('member', { groups: ['sales'] }),
  token('of a member without a user', { claims: { user_id: undefined } }, always('403 insufficient_role')),
  token('that has expired', admin({ exp: at(-60) }), always('401 expired_credentials')),
  token('that is not valid yet', admin({ nbf: at(60) }), always(INVALID)),
  token('of another issuer', admin({ iss: 'https://evil.example.com' }), always(INVALID)),
  token('for another audience', admin({ aud: 'another' }), always(INVALID)),
  token('signed with another key', { ...admin({}), key: 'other' }, always(INVALID)),
  token(
    'signed with the public key as a secret',
    { ...admin({}), key: 'public key as secret' },
    always(INVALID),
  ),
  { name: 'an unsigned token', credentials: () => issueUnsignedToken(admin({})), outcome: always(INVALID) },
  { name: 'a forged token', credentials: () => forgeToken({ groups: ['admin'] }), outcome: always(INVALID) },
  token('that is oversized', admin({ padding: 'x'.repeat(9000) }), always(INVALID)),
];

const authorizer = (options: Pick<AuthorizeRequestDeps, 'rateLimit' | 'verifyToken'>) =>
  createHandler({
    accessKeys: directory,
    audit: recordedAudit(),
    clock: () => NOON,
    telemetry: recordingTelemetry(),
    ...options,
  });
const authorize = authorizer({ verifyToken, rateLimit: { perSecond: 1000, burst: 100_000 } });
const answer = httpHandler(recordingTelemetry(), async () => ({ statusCode: 200, body: {} }));

/** What a caller gets by an authorizer, and from the function behind it. */
async function call(
  { method, path }: Pick<Route, 'method' | 'path'>,
  credentials: string | undefined,
  by = authorize,
): Promise<Answered> {
  const headers = credentials === undefined ? {} : { authorization: `Bearer ${credentials}` };
  const event = httpEvent({ method, path, headers });
  const result = await by(event as unknown as APIGatewayRequestAuthorizerEventV2);
  expect(result.isAuthorized).toBe(true);
  const context = 'context' in result ? result.context : undefined;
  return answered(answer, { method, path, headers, authorizer: context });
}
const outcomeOf = ({ statusCode, body }: Answered): Outcome =>
  statusCode === 200 ? 'in' : `${statusCode ?? 0} ${body.code}`;

describe.each(Object.entries<Route>(ROUTES))('%s', (name, route) => {
  const need = NEEDS[name as RouteName] as Need | 'none' | undefined;

  it('declares what was decided here', () => {
    const { scopes, roles, open } = route;
    expect(open ? 'none' : { scopes, roles }).toEqual(need);
  });
  // It has no authorizer, which the template's tests check.
  if (need === 'none') return;

  it.each(CALLERS)('answers $name', async ({ credentials, outcome }) => {
    if (!need) throw new Error(`No one decided who may use ${routeKey(route)}.`);
    expect(outcomeOf(await call(route, await credentials()))).toBe(outcome(need));
  });
});

describe('a key without the scope of a route', () => {
  const detailOf = async (route: Route, name: string) => (await call(route, printed.get(name))).body.detail;
  it('learns which scopes would do', async () => {
    expect(await detailOf(ROUTES.listConflicts, 'read')).toBe(
      'The access key lacks the scope that this route needs: admin.',
    );
    expect(await detailOf(ROUTES.getBudget, 'none')).toBe(
      'The access key lacks the scope that this route needs: read or admin.',
    );
    expect(await detailOf(ROUTES.getStatistics, 'read:own of nobody')).toBe(
      'The access key lacks the scope that this route needs: read, read:own with an owner, or admin.',
    );
  });

  it('learns nothing without its secret', async () => {
    const { body } = await call(ROUTES.listConflicts, `tl_ak_read_${'0'.repeat(64)}`);
    expect(body.detail).not.toMatch(/scope|admin/);
  });
});

describe('without any sign-in', () => {
  it('no token is valid', async () => {
    const keysOnly = authorizer({ rateLimit: { perSecond: 1, burst: 1000 } });
    const refused = await call(ROUTES.getAudit, await issueToken(admin({})), keysOnly);
    expect(outcomeOf(refused)).toBe(INVALID);
  });
});

describe('a caller that sends too much', () => {
  it('has to wait, and no other caller does', async () => {
    const limited = authorizer({ rateLimit: { perSecond: 1, burst: 2 } });
    const send = (name: string) => call(ROUTES.getAudit, printed.get(name), limited);
    const statuses = [await send('all'), await send('all'), await send('all'), await send('admin')];
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429, 200]);
    expect(statuses[2]?.headers).toMatchObject({ 'retry-after': '1' });
    expect(statuses[2]?.body).toMatchObject({ code: 'rate_limited', retryable: true });
  });
});
