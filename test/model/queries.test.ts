import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  ABSENT,
  CONSUMER_KINDS,
  MAGNITUDES,
  NO_MEASURES,
  type Period,
  type RowPosition,
  readOverview,
  readTopConsumers,
  readTrends,
  readVisibleStatistics,
  type TimeSpan,
  type Visibility,
} from '@token-ledger/core';
import type { Random } from '../../scripts/random.ts';
import { allPagesAfter } from '../support/all-pages.ts';
import {
  ACCESS_KEYS,
  type AskedLedger,
  askedLedger,
  DEPLOYMENTS,
  randomCells,
  randomRange,
  USERS,
} from '../support/asked-ledger.ts';
import {
  matching,
  nameOf,
  type PlainSums,
  plainRanking,
  plainSums,
  toPlain,
} from '../support/plain-answers.ts';

/*
 * Every kind of question about sums, asked of 20,000 records in any range, alignment and filter, is answered as a plain loop
 * over the records answers it.
 */

const EVERYTHING: Visibility = { kind: 'everything' };
const ROUNDS = 15;

function randomSubject(random: Random) {
  const subjects = [
    { asked: {}, filter: {} },
    ...ACCESS_KEYS.map((id) => ({
      asked: { dimension: 'access_key', id } as const,
      filter: { accessKeyId: id },
    })),
    ...USERS.map((id = '-') => ({ asked: { dimension: 'user', id } as const, filter: { userId: id } })),
  ];
  return random.pick(subjects);
}

describe.each(DEPLOYMENTS)('questions about a ledger with days of %s', (timeZone, leaves, count) => {
  let ledger: AskedLedger;
  const plainOf = (filter: Parameters<typeof matching>[1]) => plainSums(matching(ledger.records, filter));

  beforeAll(async () => {
    ledger = await askedLedger(timeZone, leaves, count, 20261122);
  });

  it('answers statistics of one or of all, page by page', async () => {
    const { deps, records, random } = ledger;
    for (let round = 0; round < ROUNDS; round += 1) {
      const range = { ...randomRange(random), ...randomCells(random) };
      const { asked, filter } = random.pick([
        randomSubject(random),
        { asked: { dimension: random.pick(['access_key', 'user'] as const) }, filter: {} },
      ]);
      const period = random.pick<Period>(['hour', 'day', 'month']);
      const limit = random.pick([7, 100, 100_000]);
      const pages = await allPagesAfter((position: { readonly after?: RowPosition }) =>
        readVisibleStatistics(deps, EVERYTHING, { ...asked, ...range, period, limit, ...position }),
      );
      for (const page of pages) expect(page.rows.length).toBeLessThanOrEqual(limit);
      const all = pages.flatMap((page) => page.rows);
      const rows = all.map(({ bucket, id, totals }) => rowText(bucket.id, id, toPlain(totals)));
      const own = matching(records, { ...range, ...filter });
      const kind = 'dimension' in asked ? asked.dimension : undefined;
      const expected = [...Map.groupBy(own, (each) => deps.calendar.bucketAt(period, each.occurredAtMs).id)]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([bucketId, ofBucket]) =>
          [...Map.groupBy(ofBucket, (each) => (kind ? nameOf[kind](each) : '*'))]
            .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
            .map(([id, ofId]) => rowText(bucketId, id, plainSums(ofId))),
        );
      expect(rows).toEqual(expected);
    }
  });

  it('answers trends, zero-filled, with the time before beside them', async () => {
    const { deps, random } = ledger;
    for (let round = 0; round < ROUNDS; round += 1) {
      const range = randomRange(random);
      const cells = randomCells(random);
      const { asked, filter } = randomSubject(random);
      const period = random.pick<Period>(['hour', 'day', 'month']);
      const { points, previousRange } = await readTrends(deps, EVERYTHING, {
        ...asked,
        ...cells,
        ...range,
        period,
      });
      for (const { totals, previous, fromMs, toMs } of points) {
        expect(toPlain(totals)).toEqual(plainOf({ ...filter, ...cells, fromMs, toMs }));
        if (!previous) continue;
        const { totals: before, ...span } = previous;
        expect(toPlain(before)).toEqual(plainOf({ ...filter, ...cells, ...span }));
      }
      expectToCover(range, points);
      const before = points.flatMap(({ previous }) => previous ?? []);
      if (previousRange) expectToCover(previousRange, before);
      expect(previousRange?.toMs ?? range.fromMs).toBeLessThanOrEqual(range.fromMs);
    }
  });

  it('divides trends by the largest of any kind', async () => {
    const { deps, records, random } = ledger;
    for (let round = 0; round < ROUNDS; round += 1) {
      const range = randomRange(random);
      const cells = randomCells(random);
      const by = random.pick(CONSUMER_KINDS);
      const ofCells = by === 'model' || by === 'feature';
      const { asked, filter } = ofCells ? randomSubject(random) : { asked: {}, filter: {} };
      const split = { by, sort: random.pick(MAGNITUDES), limit: random.pick([1, 3, 20]) };
      const period = random.pick<Period>(['hour', 'day', 'month']);
      const { points, split: parts } = await readTrends(deps, EVERYTHING, {
        ...asked,
        ...cells,
        ...range,
        period,
        split,
      });
      const own = matching(records, { ...filter, ...cells, ...range });
      const ranking = plainRanking(own, by, split.sort);
      expect(parts?.count).toBe(ranking.length);
      expect(parts?.parts.map(({ id, totals }) => ({ id, sums: toPlain(totals) }))).toEqual(
        ranking.slice(0, split.limit),
      );
      for (const [index, { totals, fromMs, toMs }] of points.entries()) {
        const here = matching(own, { fromMs, toMs });
        expect(toPlain(totals)).toEqual(plainSums(here));
        for (const part of parts?.parts ?? []) {
          const ofPart = here.filter((record) => nameOf[by](record) === part.id);
          expect(toPlain(part.points[index] ?? NO_MEASURES)).toEqual(plainSums(ofPart));
        }
      }
    }
  });

  it('ranks consumers of any kind by anything', async () => {
    const { deps, records, random } = ledger;
    for (let round = 0; round < ROUNDS; round += 1) {
      const [kind, sort] = [random.pick(CONSUMER_KINDS), random.pick(MAGNITUDES)];
      const filter = { ...randomRange(random), ...randomCells(random) };
      const [minTokens, minRequests] = [BigInt(random.below(2) * 100_000), BigInt(random.below(2) * 5)];
      const limit = random.pick([1, 3, 1000]);
      const answer = await readTopConsumers(deps, EVERYTHING, {
        kind,
        sort,
        ...filter,
        minTokens,
        minRequests,
        limit,
      });
      const own = matching(records, filter);
      const ranked = plainRanking(own, kind, sort);
      const expected = ranked.filter(({ sums }) => sums.total >= minTokens && sums.requests >= minRequests);
      expect(answer.consumers.map(({ id, totals }) => ({ id, sums: toPlain(totals) }))).toEqual(
        expected.slice(0, limit),
      );
      expect(answer.matching).toBe(expected.length);
      expect(answer.active).toBe(ranked.filter(({ id }) => id !== ABSENT).length);
      expect(toPlain(answer.totals)).toEqual(plainSums(own));
    }
  });

  it('answers overviews', async () => {
    const { deps, records, random } = ledger;
    for (let round = 0; round < ROUNDS; round += 1) {
      const filter = { ...randomRange(random), ...randomCells(random) };
      const { asked, filter: ownFilter } = randomSubject(random);
      const overview = await readOverview(deps, EVERYTHING, { ...filter, ...asked });
      const own = matching(records, { ...filter, ...ownFilter });
      expect(toPlain(overview.totals)).toEqual(plainSums(own));
      for (const [kind, parts] of [
        ['model', overview.models],
        ['feature', overview.features],
      ] as const) {
        expect(parts.map(({ id, totals }) => ({ id, sums: toPlain(totals) }))).toEqual(
          plainRanking(own, kind, 'total'),
        );
      }
      if ('dimension' in asked) expect(overview.active).toBeUndefined();
      else {
        expect(overview.active).toEqual({
          accessKeys: plainRanking(own, 'access_key', 'total').length,
          // Usage that names no user is nobody's.
          users: plainRanking(own, 'user', 'total').filter(({ id }) => id !== ABSENT).length,
        });
      }
      const { totals, ...span } = overview.previous ?? { totals: undefined };
      if (!totals || !('fromMs' in span)) throw new Error('There must be something to compare with.');
      expect(toPlain(totals)).toEqual(plainOf({ ...filter, ...ownFilter, ...span }));
      expect(span.toMs).toBeLessThanOrEqual(filter.fromMs);
    }
  });
});

function rowText(bucketId: string, id: string, sums: PlainSums): string {
  return [bucketId, id, ...MAGNITUDES.map((name) => sums[name])].join(' ');
}

/** Spans in order, each beginning where the one before ends. */
function expectToCover({ fromMs, toMs }: TimeSpan, spans: readonly TimeSpan[]): void {
  expect(spans.map((span) => span.fromMs)).toEqual([fromMs, ...spans.slice(0, -1).map((span) => span.toMs)]);
  expect(spans.at(-1)?.toMs).toBe(toMs);
}
