import { beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_OFFSET } from '@token-ledger/contract';
import { type Conflict, HOUR_MS, iso } from '@token-ledger/core';
import { createHandler as createManageFailures } from '../../functions/manage-failures/handler.ts';
import { type Answered, answered, pathsOf } from '../support/answered.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { checkedQuality } from '../support/checked-quality.ts';
import { failedMessages } from '../support/failed-messages.ts';
import { managedAccess } from '../support/managed-access.ts';
import { queryHandlers } from '../support/query-handlers.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { wholeApi } from '../support/whole-api.ts';

type Query = Readonly<Record<string, string>>;
interface List {
  /** The name of the list in the answer. */
  readonly entries: string;
  readonly get: (query: Query) => Promise<Answered>;
}

const ENTRIES = 7;
const each = <T>(make: (index: number) => T): T[] =>
  Array.from({ length: ENTRIES }, (_, index) => make(index));

async function statisticsAndRecords() {
  const { get } = await queryHandlers(
    each((index) => usageRecord({ userId: `u_${index}`, occurredAtMs: NOON - index * HOUR_MS })),
  );
  const from = '2026-11-21';
  return {
    statistics: {
      entries: 'rows',
      get: (query: Query) => get('/v1/statistics', { from, dimension: 'user', ...query }),
    },
    'one series': {
      entries: 'rows',
      get: (query: Query) => get('/v1/statistics', { from, period: 'hour', ...query }),
    },
    records: { entries: 'records', get: (query: Query) => get('/v1/records', { from, ...query }) },
  };
}

async function access() {
  const { call, directory, audit } = managedAccess();
  const list = (path: string, entries: string, more: Query = {}) => ({
    entries,
    get: (query: Query) => call('GET', path, { query: { ...more, ...query } }),
  });
  for (const index of each((i) => i)) {
    await directory.createUser({
      id: `u_${index}`,
      name: 'a',
      createdAtMs: NOON,
      disabled: false,
      revision: 1,
    });
    await call('POST', '/v1/access-keys', { body: { name: 'a', scopes: ['read'] } });
  }
  expect(audit.log).toBeDefined();
  return {
    users: list('/v1/users', 'users'),
    'access keys': list('/v1/access-keys', 'accessKeys'),
    'audit entries': list('/v1/audit', 'entries', { last: 'P1D' }),
  };
}

async function conflictsAndFailures() {
  const ledger = new AuditedLedger();
  const failed = failedMessages();
  const { tokens, model, status, occurredAtMs, receivedAtMs } = usageRecord();
  const side = { requestId: 'req_1', tokens, model, status, occurredAtMs, receivedAtMs };
  for (const id of each((index) => `c${index}`)) {
    const conflict: Conflict = {
      id,
      accessKeyId: 'ak_1',
      reason: 'user',
      receivedAtMs: NOON,
      recorded: side,
      reported: side,
    };
    await ledger.store.putConflict(conflict);
    await failed.store.quarantine({
      id: `${id}#1`,
      receivedAtMs: NOON,
      reason: 'too_old',
      problems: [],
      record: '{}',
    });
  }
  const [quality, failures] = [checkedQuality(ledger), createManageFailures(failed)];
  const get = (handler: typeof quality, path: string, query: Query) =>
    answered(handler, { method: 'GET', path, query, scopes: ['admin'] });
  return {
    conflicts: {
      entries: 'conflicts',
      get: (query: Query) => get(quality, '/v1/conflicts', { from: iso(NOON - HOUR_MS), ...query }),
    },
    'failed messages': {
      entries: 'messages',
      get: (query: Query) => get(failures, '/v1/failed-messages', query),
    },
  };
}

async function exportsAndRuns() {
  const { call, harness } = wholeApi();
  const report = { title: 'a', range: 'yesterday', schedule: { frequency: 'daily', time: '06:30' } };
  const { id } = (await call('createReport', { body: report })).body;
  for (let index = 0; index < ENTRIES; index += 1) {
    harness.ledger.nowMs += 1000;
    const { body } = await call('runReport', { id });
    await harness.write(body.exportId);
  }
  return {
    exports: { entries: 'exports', get: (query: Query) => call('listExports', { query }) },
    runs: { entries: 'runs', get: (query: Query) => call('listReportRuns', { id, query }) },
  };
}

const lists: Record<string, List> = {};
beforeAll(async () => {
  Object.assign(
    lists,
    await statisticsAndRecords(),
    await access(),
    await conflictsAndFailures(),
    await exportsAndRuns(),
  );
});

describe.each([
  'statistics',
  'one series',
  'records',
  'users',
  'access keys',
  'audit entries',
  'conflicts',
  'failed messages',
  'exports',
  'runs',
])('an offset in the list of %s', (name) => {
  const get = (query: Query) => (lists[name] as List).get(query);
  async function entries(query: Query): Promise<readonly unknown[]> {
    const { statusCode, body } = await get(query);
    expect(statusCode).toBe(200);
    return body[(lists[name] as List).entries];
  }

  it('skips so many entries of the whole list, also beyond its end', async () => {
    const all = await entries({ limit: '100' });
    expect(all).toHaveLength(ENTRIES);
    for (let offset = 0; offset <= ENTRIES + 1; offset += 1)
      expect(await entries({ offset: String(offset), limit: '3' })).toEqual(all.slice(offset, offset + 3));
  });

  it('is followed by pages without gap or repetition', async () => {
    const all = await entries({ limit: '100' });
    const { body } = await get({ offset: '2', limit: '3' });
    const next: Query =
      body.nextCursor === undefined ? { before: body.nextBefore } : { cursor: body.nextCursor };
    expect(await entries({ ...next, limit: '3' })).toEqual(all.slice(5));
  });

  it('is bounded, and not combined with the place of the previous page', async () => {
    expect(await entries({ offset: String(MAX_OFFSET) })).toEqual([]);
    for (const offset of [String(MAX_OFFSET + 1), '-1', 'x']) {
      const { statusCode, body } = await get({ offset });
      expect([statusCode, pathsOf(body)]).toEqual([400, ['/offset']]);
    }
    const place: Query = ['exports', 'runs'].includes(name) ? { before: 'x' } : { cursor: 'x' };
    expect(pathsOf((await get({ ...place, offset: '1' })).body)).toEqual(['/offset']);
  });
});
