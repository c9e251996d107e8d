import { describe, expect, it } from '@jest/globals';
import { createHandler as createManageExports } from '../../functions/manage-exports/handler.ts';
import { createHandler as createManageFailures } from '../../functions/manage-failures/handler.ts';
import { type Answered, answered, pathsOf } from '../support/answered.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { checkedQuality } from '../support/checked-quality.ts';
import { ExportHarness } from '../support/exports.ts';
import { failedMessages } from '../support/failed-messages.ts';
import { managedAccess } from '../support/managed-access.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { shownIds } from '../support/shown-ids.ts';

/* The routes that list anything but sums: no request causes an internal error. */

type Query = Readonly<Record<string, string>>;

const access = managedAccess();
/** Refuses keys like DynamoDB, which the in-memory stores do not. */
const getAccessKey = access.directory.getAccessKey.bind(access.directory);
const getUser = access.directory.getUser.bind(access.directory);
const possible = (id: string) => {
  if (Buffer.byteLength(id) > 1000) throw new Error('The key is too long.');
  return id;
};
access.directory.getAccessKey = async (id) => getAccessKey(possible(id));
access.directory.getUser = async (id) => getUser(possible(id));

const failures = createManageFailures(failedMessages());
const exported = createManageExports({
  ledger: { ...new ExportHarness().manage, queue: { send: async () => {} } },
  linkTo: async () => '',
  shownIdsOf: shownIds().shownIdsOf,
  audit: recordedAudit(),
  telemetry: recordingTelemetry(),
});
const quality = checkedQuality(new AuditedLedger());

const ask = (handler: typeof failures, path: string, query: Query, id?: string) =>
  answered(handler, {
    method: 'GET',
    path,
    query,
    scopes: ['admin'],
    ...(id !== undefined && { pathParameters: { id } }),
  });

const LISTS: Readonly<Record<string, (query: Query) => Promise<Answered>>> = {
  '/v1/audit': (query) => access.call('GET', '/v1/audit', { query }),
  '/v1/access-keys': (query) => access.call('GET', '/v1/access-keys', { query }),
  '/v1/users': (query) => access.call('GET', '/v1/users', { query }),
  '/v1/exports': (query) => ask(exported, '/v1/exports', query),
  '/v1/quality': (query) => ask(quality, '/v1/quality', query),
  '/v1/failed-messages': (query) => ask(failures, '/v1/failed-messages', query),
};
const RANGED = ['/v1/audit', '/v1/quality'];
const DAY = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
const problemsOf = ({ statusCode, body }: Answered) => [statusCode, pathsOf(body).toSorted()];

describe.each(Object.entries(LISTS))('%s', (path, list) => {
  const good: Query = RANGED.includes(path) ? DAY : {};

  it('answers a valid request', async () => {
    expect((await list(good)).statusCode).toBe(200);
  });

  it.each<[string, Query, string[]]>([
    ['unknown parameters', { nonsense: '1', 'a b': '' }, ['/*', '/nonsense']],
    ['a name that objects have anyway', { constructor: 'x', toString: 'y' }, ['/constructor', '/toString']],
  ])('refuses %s, naming each', async (_, query, paths) => {
    expect(problemsOf(await list({ ...good, ...query }))).toEqual([400, paths]);
  });

  it.each(['0', '100000', '-1', '1.5', '', '1,2', '١'])('has no limit %j', async (limit) => {
    if (path === '/v1/quality') return;
    expect(problemsOf(await list({ ...good, limit }))).toEqual([400, ['/limit']]);
  });

  it.each<[string, Query, string[]]>([
    ['no range', {}, ['/from']],
    ['a range upside down', { from: DAY.to, to: DAY.from }, ['/to']],
    ['a range too long', { from: '2020-01-01T00:00:00Z', to: DAY.to }, ['/to']],
    ['a range too long that ends now', { from: '2020-01-01T00:00:00Z' }, ['/from']],
    ['times of no form', { from: '2026-11-20T', to: 'now' }, ['/from', '/to']],
    ['a repeated time', { ...DAY, from: `${DAY.from},${DAY.from}` }, ['/from']],
    ['empty texts', { from: '', to: '' }, ['/from', '/to']],
  ])('refuses %s, if it has that parameter', async (_, query, paths) => {
    if (!RANGED.includes(path)) return;
    expect(problemsOf(await list(query))).toEqual([400, paths]);
  });

  it('accepts times of other zones, if it has times', async () => {
    if (!RANGED.includes(path)) return;
    const query = { from: '2026-11-20T05:30:00+05:30', to: '2026-11-20T16:00:00-08:00' };
    expect((await list(query)).statusCode).toBe(200);
  });
});

describe.each<[string, (id: string) => Promise<Answered>]>([
  ['/v1/access-keys/{id}', (id) => access.call('GET', '/v1/access-keys/{id}', { id })],
  ['/v1/users/{id}', (id) => access.call('GET', '/v1/users/{id}', { id })],
  ['/v1/exports/{id}', (id) => ask(exported, '/v1/exports/{id}', {}, id)],
  ['/v1/failed-messages/{id}', (id) => ask(failures, '/v1/failed-messages/{id}', {}, id)],
  [
    '/v1/records/{requestId}',
    async (requestId) => (await queryHandlers()).get('/v1/records/{requestId}', {}, {}, { requestId }),
  ],
])('%s', (_, show) => {
  it.each([
    '',
    ' ',
    '__proto__',
    'a#b',
    'a|b',
    '../a',
    '%2F',
    '\u0000',
    'e\u0301',
    '😀',
    '\u202e',
    'x'.repeat(5000),
  ])('has nothing under %j', async (id) => {
    expect((await show(id)).statusCode).toBe(404);
  });
});
