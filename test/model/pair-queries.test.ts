import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AskedSubject,
  NotVisibleError,
  type Period,
  type RowPosition,
  readOverview,
  readTopConsumers,
  readTrends,
  readVisibleStatistics,
  type Visibility,
} from '@token-ledger/core';
import type { Random } from '../../scripts/random.ts';
import { allPagesAfter } from '../support/all-pages.ts';
import {
  ACCESS_KEYS,
  type AskedLedger,
  askedLedger,
  FIRST,
  NOW,
  randomCells,
  randomRange as randomSpan,
  USERS,
} from '../support/asked-ledger.ts';
import { matching, type PlainFilter, plainRanking, plainSums, toPlain } from '../support/plain-answers.ts';

/*
 * What one user used through one access key, asked in every way there is, in any range and filter, is answered as a plain loop
 * over the records answers it; and a caller who may see one user gets the usage of that user alone.
 */

const EVERYTHING: Visibility = { kind: 'everything' };
const ROUNDS = 10;

const randomRange = (random: Random) => ({ ...randomSpan(random), ...randomCells(random) });

/** The same two, named in each of the ways. */
function randomPair(random: Random) {
  const accessKeyId = random.pick([...ACCESS_KEYS, 'ak_unknown']);
  const userId = random.pick(USERS) ?? '-';
  const asked = random.pick<AskedSubject>([
    { accessKeyId, userId },
    { dimension: 'user', id: userId, accessKeyId },
    { dimension: 'access_key', id: accessKeyId, userId },
  ]);
  return { asked, pair: { accessKeyId, userId } };
}

describe.each([
  ['UTC', {}, 3_000],
  ['Europe/Berlin', { leafMinutes: 15 }, 2_000],
  ['Asia/Kolkata', { leafMinutes: 5 }, 2_000],
] as const)('what a user used through an access key, with days of %s', (timeZone, leaves, count) => {
  let ledger: AskedLedger;
  const plainOf = (filter: PlainFilter) => plainSums(matching(ledger.records, filter));

  beforeAll(async () => {
    ledger = await askedLedger(timeZone, leaves, count, 20261123);
  });

  it('is answered by statistics, page by page', async () => {
    const { deps, records, random } = ledger;
    for (let round = 0; round < ROUNDS; round += 1) {
      const range = randomRange(random);
      const { asked, pair } = randomPair(random);
      const period = random.pick<Period>(['hour', 'day', 'month']);
      const limit = random.pick([1, 7, 1000]);
      const query = { ...asked, ...range, period, limit };
      const pages = await allPagesAfter((position: { readonly after?: RowPosition }) =>
        readVisibleStatistics(deps, EVERYTHING, { ...query, ...position }),
      );
      const subject = { dimension: asked.dimension ?? 'user', id: asked.id ?? pair.userId, pair };
      for (const page of pages) {
        expect(page.rows.length).toBeLessThanOrEqual(limit);
        expect(page.subject).toEqual(subject);
      }
      const all = pages.flatMap(({ rows }) => rows);
      const rows = all.map(({ bucket, totals }) => [bucket.id, toPlain(totals)]);
      const own = matching(records, { ...range, ...pair });
      const byBucket = Map.groupBy(own, (each) => deps.calendar.bucketAt(period, each.occurredAtMs).id);
      expect(rows).toEqual(
        [...byBucket]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([bucketId, ofBucket]) => [bucketId, plainSums(ofBucket)]),
      );
    }
  });

  it('is answered by trends, with the time before beside it', async () => {
    const { deps, random } = ledger;
    for (let round = 0; round < ROUNDS; round += 1) {
      const range = randomRange(random);
      const { asked, pair } = randomPair(random);
      const period = random.pick<Period>(['hour', 'day', 'month']);
      const { points } = await readTrends(deps, EVERYTHING, { ...asked, ...range, period });
      expect(points[0]?.fromMs).toBe(range.fromMs);
      expect(points.at(-1)?.toMs).toBe(range.toMs);
      for (const { totals, previous, fromMs, toMs } of points) {
        expect(toPlain(totals)).toEqual(plainOf({ ...range, ...pair, fromMs, toMs }));
        if (!previous) continue;
        const { totals: before, ...span } = previous;
        expect(toPlain(before)).toEqual(plainOf({ ...range, ...pair, ...span }));
      }
    }
  });

  it('is answered by overviews, and ranked by model and feature', async () => {
    const { deps, records, random } = ledger;
    for (let round = 0; round < ROUNDS; round += 1) {
      const range = randomRange(random);
      const { asked, pair } = randomPair(random);
      const overview = await readOverview(deps, EVERYTHING, { ...asked, ...range });
      const own = matching(records, { ...range, ...pair });
      expect(toPlain(overview.totals)).toEqual(plainSums(own));
      expect(overview.active).toBeUndefined();
      const { totals: before, ...span } = overview.previous ?? { totals: undefined };
      if (!before) throw new Error('There must be something to compare with.');
      expect(toPlain(before)).toEqual(plainOf({ ...range, ...pair, ...(span as typeof range) }));

      const filter = random.pick([pair, { userId: pair.userId }, { accessKeyId: pair.accessKeyId }]);
      for (const kind of ['model', 'feature'] as const) {
        const query = { kind, sort: 'total', minTokens: 0n, minRequests: 0n, limit: 1000, ...range } as const;
        const answer = await readTopConsumers(deps, EVERYTHING, { ...query, ...filter });
        expect(answer.consumers.map(({ id, totals }) => ({ id, sums: toPlain(totals) }))).toEqual(
          plainRanking(matching(records, { ...range, ...filter }), kind, 'total'),
        );
      }
    }
  });

  it('is the own usage alone for a caller who may see no other', async () => {
    const { deps, records, random } = ledger;
    let [answered, refused] = [0, 0];
    for (let round = 0; round < 8 * ROUNDS; round += 1) {
      const userId = random.pick(USERS) ?? 'u_0';
      const someone = random.pick([userId, random.pick(USERS) ?? '-']);
      const accessKeyId = random.pick(ACCESS_KEYS);
      const asked = random.pick<AskedSubject>([
        { accessKeyId },
        { userId: someone },
        { accessKeyId, userId: someone },
        { dimension: 'user', id: someone, accessKeyId },
        { dimension: 'access_key', id: accessKeyId, userId: someone },
        { dimension: 'access_key', id: accessKeyId },
      ]);
      const span = { fromMs: FIRST, toMs: NOW };
      const answer = await readOverview(deps, { kind: 'user', userId }, { ...asked, ...span }).catch(
        (error: unknown) => {
          if (error instanceof NotVisibleError) return undefined;
          throw error;
        },
      );
      const asksOthers =
        (asked.userId ?? (asked.dimension === 'user' ? asked.id : userId)) !== userId ||
        (asked.dimension === 'access_key' && asked.userId === undefined);
      expect(answer === undefined).toBe(asksOthers);
      if (asksOthers) refused += 1;
      if (!answer) continue;
      answered += 1;
      const through = asked.accessKeyId ?? (asked.dimension === 'access_key' ? asked.id : undefined);
      const own = matching(records, {
        ...span,
        userId,
        ...(through !== undefined && { accessKeyId: through }),
      });
      expect(toPlain(answer.totals)).toEqual(plainSums(own));
    }
    expect(Math.min(answered, refused)).toBeGreaterThan(0);
  });
});
