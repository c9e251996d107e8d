import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CONSUMER_KINDS,
  type Dimension,
  findMatchingRecords,
  findVisibleRecords,
  HOUR_MS,
  type Measures,
  maySeeExport,
  NotVisibleError,
  orderExport,
  type PersonPrincipal,
  readOverview,
  readRecords,
  readTopConsumers,
  readTrends,
  readVisibleStatistics,
  recordUsage,
  rollUp,
  sumOfTokens,
  type UsageRecord,
  type Visibility,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import fc from 'fast-check';
import { Random } from '../../scripts/random.ts';
import { DEFINITION, ExportHarness } from '../support/exports.ts';
import { ledgerOver, ROLL_UP_ALL } from '../support/ledger-over.ts';
import { matching, plainSums } from '../support/plain-answers.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { shownIds } from '../support/shown-ids.ts';

/*
 * 100 users report through 5 access keys, several of them through each. The answer to every question of one of them shows the
 * own usage and nothing else: no row, no record, and no sum that anybody else's usage is part of.
 */

const USERS = Array.from({ length: 100 }, (_, index) => `u_${index}`);
const KEYS = Array.from({ length: 5 }, (_, index) => `ak_${index}`);
const RANGE = { fromMs: NOON - 30 * HOUR_MS, toMs: NOON + HOUR_MS };

const user = fc.constantFrom(...USERS);
const someone = fc.option(fc.constantFrom(...USERS, ...KEYS, '-', '*'), { nil: undefined });
const subject = fc
  .record({
    dimension: fc.option(fc.constantFrom<Dimension>('all', 'access_key', 'user'), { nil: undefined }),
    id: someone,
  })
  .map(({ dimension, id }) => ({ ...(dimension && { dimension }), ...(id !== undefined && { id }) }));

describe('a caller who may see one user', () => {
  const records: UsageRecord[] = [];
  const deps = ledgerOver(createInMemoryLedgerStore(), () => NOON + HOUR_MS / 2);

  beforeAll(async () => {
    const random = new Random(5);
    for (let count = 0; count < 1500; count += 1) {
      records.push(
        usageRecord({
          occurredAtMs: RANGE.fromMs + random.below(RANGE.toMs - RANGE.fromMs),
          userId: random.pick(USERS),
          accessKeyId: random.pick(KEYS),
          model: random.pick(['a', 'b']),
        }),
      );
    }
    await recordUsage(deps, records.slice(0, 1000));
    await rollUp(deps, ROLL_UP_ALL);
    await recordUsage(deps, records.slice(1000));
  });

  const own = (userId: string) => plainSums(matching(records, { ...RANGE, userId }));

  /** The answer, or undefined if it was refused; any other error fails. */
  async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof NotVisibleError) return undefined;
      throw error;
    }
  }

  function expectAtMostOwn(parts: readonly { readonly totals: Measures }[], userId: string): void {
    const sum = parts.reduce((total, { totals }) => total + sumOfTokens(totals), 0n);
    expect([0n, own(userId).total]).toContain(sum);
  }

  const property = (check: (visibility: Visibility, userId: string, asked: object) => Promise<void>) =>
    fc.assert(
      fc.asyncProperty(user, subject, (userId, asked) => check({ kind: 'user', userId }, userId, asked)),
      { numRuns: 25 },
    );

  it('gets only own rows of statistics', () =>
    property(async (visibility, userId, asked) => {
      const query = { ...RANGE, ...asked, period: 'month', limit: 1000 } as const;
      const answer = await unlessRefused(readVisibleStatistics(deps, visibility, query));
      expect(answer?.rows.filter(({ id }) => id !== userId) ?? []).toEqual([]);
      if (answer) expectAtMostOwn(answer.rows, userId);
    }));

  it('gets only own trends and overviews', () =>
    property(async (visibility, userId, asked) => {
      const query = { ...RANGE, ...asked };
      const trends = await unlessRefused(readTrends(deps, visibility, query));
      if (trends) expectAtMostOwn(trends.points, userId);
      for (const by of CONSUMER_KINDS) {
        const split = { by, sort: 'total', limit: 20 } as const;
        const { split: divided } =
          (await unlessRefused(readTrends(deps, visibility, { ...query, split }))) ?? {};
        if (divided) expectAtMostOwn(divided.parts, userId);
        if (by === 'user') expect(divided?.parts.every(({ id }) => id === userId) ?? true).toBe(true);
        if (by === 'access_key') expect(divided).toBeUndefined();
      }
      const overview = await unlessRefused(readOverview(deps, visibility, query));
      expect(overview?.active).toBeUndefined();
      if (overview) {
        expectAtMostOwn([overview], userId);
        expectAtMostOwn(overview.models, userId);
        expectAtMostOwn(overview.features, userId);
      }
    }));

  it('is the only one in rankings, of users as of what was used', () =>
    property(async (visibility, userId) => {
      for (const kind of CONSUMER_KINDS) {
        const query = { ...RANGE, kind, sort: 'total', minTokens: 0n, minRequests: 0n, limit: 1000 } as const;
        const answer = await unlessRefused(readTopConsumers(deps, visibility, query));
        if (kind === 'access_key') expect(answer).toBeUndefined();
        if (kind === 'user') expect(answer?.consumers.map(({ id }) => id)).toEqual([userId]);
        if (answer) expectAtMostOwn(answer.consumers, userId);
        if (answer) expectAtMostOwn([answer], userId);
      }
    }));

  it('finds only own records, by any filter and by request id', () =>
    fc.assert(
      fc.asyncProperty(
        user,
        someone,
        fc.option(fc.constantFrom(...KEYS), { nil: undefined }),
        fc.nat(1499),
        async (userId, asked, accessKeyId, index) => {
          const visibility: Visibility = { kind: 'user', userId };
          const filter = {
            ...RANGE,
            ...(asked !== undefined && { userId: asked }),
            ...(accessKeyId !== undefined && { accessKeyId }),
          };
          const query = { ...filter, order: 'newest', limit: 500 } as const;
          const answer = await unlessRefused(readRecords(deps, visibility, query));
          if (asked !== undefined && asked !== userId) expect(answer).toBeUndefined();
          else {
            const expected = matching(records, { ...filter, userId });
            expect(answer?.records.map(({ requestId }) => requestId).toSorted()).toEqual(
              expected.map(({ requestId }) => requestId).toSorted(),
            );
          }
          const any = records[index] as UsageRecord;
          const visible = any.userId === userId ? [any] : [];
          expect(await findVisibleRecords(deps, visibility, any.requestId)).toEqual(visible);
          const found = await unlessRefused(findMatchingRecords(deps, visibility, any.requestId, filter));
          for (const record of found ?? []) expect(record.userId).toBe(userId);
        },
      ),
      { numRuns: 100 },
    ));

  it('has only own usage exported for every request, and no export of anybody else', async () => {
    const harness = new ExportHarness();
    await harness.ledger.record(...records);
    harness.ledger.nowMs = deps.clock();
    const member = async (userId: string) => {
      const principal: PersonPrincipal = {
        kind: 'person',
        subject: `person ${userId}`,
        role: 'member',
        userId,
      };
      return { principal, ids: await shownIds().shownIdsOf(principal) };
    };
    const property = fc.asyncProperty(
      user,
      fc.oneof(fc.constant(undefined), user, someone),
      fc.constantFrom<Dimension>('all', 'access_key', 'user'),
      fc.subarray(['records', 'statistics'] as const, { minLength: 1 }),
      async (userId, asked, dimension, subjects) => {
        const filter = asked === undefined ? {} : { userId: asked };
        const statisticsFields = ['id', 'totalTokens'] as const;
        const definition = { ...DEFINITION, ...RANGE, subjects, dimension, statisticsFields, filter };
        const job = await unlessRefused(orderExport(harness.manage, await member(userId), definition));
        const isOwn = asked === undefined || asked === userId;
        expect(job !== undefined).toBe(isOwn && (dimension === 'user' || !subjects.includes('statistics')));
        if (!job) return;
        await harness.write(job.id);
        for (const [index] of subjects.entries()) {
          const lines = (await harness.content(job.id, index)).split('\n').slice(0, -1);
          const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
          expect(rows.filter((row) => (row['id'] ?? row['userId']) !== userId)).toEqual([]);
          const tokens = rows.reduce((sum, { totalTokens }) => sum + BigInt(String(totalTokens)), 0n);
          expect(tokens).toBe(own(userId).total);
        }
        const others = USERS.filter((each) => each !== userId);
        for (const other of others) expect(maySeeExport(await member(other), job)).toBe(false);
        expect(maySeeExport(await member(userId), job)).toBe(true);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('gets what was asked of the own usage', async () => {
    const visibility: Visibility = { kind: 'user', userId: 'u_7' };
    const asked = { ...RANGE, dimension: 'user', id: 'u_7' } as const;
    const { points } = await readTrends(deps, visibility, asked);
    expect(points.reduce((sum, { totals }) => sum + sumOfTokens(totals), 0n)).toBe(own('u_7').total);
    expect(own('u_7').requests).toBeGreaterThan(0n);
    const { totals } = await readOverview(deps, visibility, RANGE);
    expect(sumOfTokens(totals)).toBe(own('u_7').total);
  });
});
