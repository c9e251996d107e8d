import { describe, expect, it } from '@jest/globals';
import { NOBODY_DISABLED } from '@token-ledger/core';
import { InMemoryDeadLetterQueue, InMemoryLedgerStore } from '@token-ledger/in-memory';
import { createHandler as createCheckQuality } from '../../functions/check-quality/handler.ts';
import { createHandler as createManageExports } from '../../functions/manage-exports/handler.ts';
import { createHandler as createManageFailures } from '../../functions/manage-failures/handler.ts';
import type { HttpResult } from '../../functions/shared/http/http-handler.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { ExportHarness } from '../support/exports.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { managedAccess } from '../support/managed-access.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';
import { shownIds } from '../support/shown-ids.ts';

/* The routes that list anything but sums: no request causes an internal error. */

type Query = Readonly<Record<string, string>>;
interface Answer {
  readonly statusCode?: number | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

const telemetry = recordingTelemetry();
const clock = () => NOON;
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

async function failures(path: string, query: Query, id?: string): Promise<Answer> {
  const queue = () => new InMemoryDeadLetterQueue({ clock });
  const handler = createManageFailures({
    queues: { live: queue(), bulk: queue(), spans: queue(), notifications: queue() },
    store: new InMemoryLedgerStore(),
    retention: () => ({ retentionDays: 90 }),
    limits: { lateLimitDays: 35, maxTokensPerRecord: 1e8 },
    disabledIds: async () => NOBODY_DISABLED,
    signingKey: async () => new Uint8Array(32),
    readNames: shownIds().readNames,
    clock,
    audit: recordedAudit(),
    telemetry,
  });
  return parsed(await handler(event(path, query, id), lambdaContext()));
}

async function exported(path: string, query: Query, id?: string): Promise<Answer> {
  const handler = createManageExports({
    ledger: { ...new ExportHarness().manage, queue: { send: async () => {} } },
    linkTo: async () => '',
    shownIdsOf: shownIds().shownIdsOf,
    audit: recordedAudit(),
    telemetry,
  });
  return parsed(await handler(event(path, query, id), lambdaContext()));
}

async function quality(path: string, query: Query): Promise<Answer> {
  const ledger = { ...new AuditedLedger().deps, sampler: { sampleRecords: async () => [] }, random: () => 0 };
  return parsed(
    await createCheckQuality({
      ledger,
      sources: async () => [],
      shownIdsOf: shownIds().shownIdsOf,
      signingKey: async () => new Uint8Array(32),
      telemetry,
    })(event(path, query), lambdaContext()),
  );
}

function event(path: string, query: Query, id?: string) {
  const common = httpEvent({ method: 'GET', path, query, scopes: ['admin'] });
  return id === undefined ? common : { ...common, pathParameters: { id } };
}

function parsed({ statusCode, body = 'null' }: HttpResult): Answer {
  return { statusCode, body: JSON.parse(body) };
}

const LISTS: Readonly<Record<string, (query: Query) => Promise<Answer>>> = {
  '/v1/audit': (query) => access.call('GET', '/v1/audit', { query }),
  '/v1/access-keys': (query) => access.call('GET', '/v1/access-keys', { query }),
  '/v1/users': (query) => access.call('GET', '/v1/users', { query }),
  '/v1/exports': (query) => exported('/v1/exports', query),
  '/v1/quality': (query) => quality('/v1/quality', query),
  '/v1/failed-messages': (query) => failures('/v1/failed-messages', query),
};
const RANGED = ['/v1/audit', '/v1/quality'];
const DAY = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
const pathsOf = ({ body }: Answer) =>
  (body.errors ?? []).map(({ path }: { path: string }) => path).toSorted();

describe.each(Object.entries(LISTS))('%s', (path, list) => {
  const good: Query = RANGED.includes(path) ? DAY : {};

  it('answers a valid request', async () => {
    expect((await list(good)).statusCode).toBe(200);
  });

  it.each<[string, Query, string[]]>([
    ['unknown parameters', { nonsense: '1', 'a b': '' }, ['/*', '/nonsense']],
    ['a name that objects have anyway', { constructor: 'x', toString: 'y' }, ['/constructor', '/toString']],
  ])('refuses %s, naming each', async (_, query, paths) => {
    const answer = await list({ ...good, ...query });
    expect([answer.statusCode, pathsOf(answer)]).toEqual([400, paths]);
  });

  it.each(['0', '100000', '-1', '1.5', '', '1,2', '١'])('has no limit %j', async (limit) => {
    if (path === '/v1/quality') return;
    const answer = await list({ ...good, limit });
    expect([answer.statusCode, pathsOf(answer)]).toEqual([400, ['/limit']]);
  });

  it.each<[string, Query, string[]]>([
    ['no range', {}, ['/from']],
    ['a range upside down', { from: DAY.to, to: DAY.from }, ['/to']],
    ['a range too long', { from: '2020-01-01T00:00:00Z', to: DAY.to }, ['/to']],
    ['a range too long that ends now', { from: '2020-01-01T00:00:00Z' }, ['/from']],
    ['times of no form', { from: '2026-11-20', to: 'now' }, ['/from', '/to']],
    ['a repeated time', { ...DAY, from: `${DAY.from},${DAY.from}` }, ['/from']],
    ['empty texts', { from: '', to: '' }, ['/from', '/to']],
  ])('refuses %s, if it has that parameter', async (_, query, paths) => {
    if (!RANGED.includes(path)) return;
    const answer = await list(query);
    expect([answer.statusCode, pathsOf(answer)]).toEqual([400, paths]);
  });

  it('accepts times of other zones, if it has times', async () => {
    if (!RANGED.includes(path)) return;
    const query = { from: '2026-11-20T05:30:00+05:30', to: '2026-11-20T16:00:00-08:00' };
    expect((await list(query)).statusCode).toBe(200);
  });
});

describe.each<[string, (id: string) => Promise<Answer>]>([
  ['/v1/access-keys/{id}', (id) => access.call('GET', '/v1/access-keys/{id}', { id })],
  ['/v1/users/{id}', (id) => access.call('GET', '/v1/users/{id}', { id })],
  ['/v1/exports/{id}', (id) => exported('/v1/exports/{id}', {}, id)],
  ['/v1/failed-messages/{id}', (id) => failures('/v1/failed-messages/{id}', {}, id)],
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
