import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ABSENT,
  auditDay,
  createPricer,
  DAY_MS,
  type DayAudit,
  eraseUser,
  HOUR_MS,
  MAX_AUDIT_OUTCOMES,
  type OpenCheck,
  SHIPPED_PRICE_BOOK,
  type StatisticsKey,
} from '@token-ledger/core';
import { AuditedDays, hourlyRecords, MAX_RUNS } from '../../support/audited-days.ts';
import { overriddenStore } from '../../support/overridden-store.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const WRONG_HOUR: StatisticsKey = { period: 'hour', bucketId: '2026112112', dimension: 'user', id: 'u_1' };
const ALL_OF_HOUR: StatisticsKey = { ...WRONG_HOUR, dimension: 'all', id: '*' };
const WRONG_DAY: StatisticsKey = { ...WRONG_HOUR, period: 'day', bucketId: '20261121' };
const SAMPLE = 1;
const PARTS_OF_DAY = 24 + 1;
/** The day, and two days of the past. */
const PARTS = SAMPLE + 3 * PARTS_OF_DAY;

describe('the audit of a day', () => {
  let days: AuditedDays;

  beforeEach(async () => {
    days = await AuditedDays.create();
  });

  const audit = async (): Promise<DayAudit> => {
    const stored = await days.audits.getDayAudit('20261121');
    if (!stored) throw new Error('The day was not audited.');
    return stored;
  };

  it('compares every figure of yesterday, and finds nothing where nothing is wrong', async () => {
    const { kind } = await days.run();
    expect(kind).toBe('finished');
    expect(await audit()).toMatchObject({
      fromMs: NOON - DAY_MS / 2,
      finishedAtMs: days.ledger.nowMs,
      runs: 1,
      open: [],
      parts: { compared: PARTS, pending: 0, unchecked: 0 },
      figures: { repaired: 0, kept: 0 },
      outcomes: [],
      sources: { direct: { records: 24, unattributed: 24, withoutUser: 0, late: 0 } },
      quarantined: 0,
    });
    expect((await audit()).figures.compared).toBeGreaterThan(24 * 3 * 16);
  });

  it('is over once it finished: another run changes nothing', async () => {
    await days.run();
    const before = await audit();
    days.ledger.nowMs += HOUR_MS;
    expect(await days.run()).toEqual({ kind: 'finishedBefore', audit: before });
  });

  it('has a wrong figure computed again, and reports it as repaired once it is right', async () => {
    await days.plant(WRONG_HOUR, { input: 7n });
    expect((await days.run()).kind).toBe('unfinished');
    expect(await days.ledger.marks('hour')).toEqual(['2026112112']);
    expect((await audit()).figures).toMatchObject({ repaired: 0, kept: 0 });

    await days.ledger.rollUp();
    expect((await days.run()).kind).toBe('finished');
    const { figures, outcomes, parts } = await audit();
    expect(figures.repaired).toBeGreaterThan(0);
    expect(figures.kept).toBe(0);
    expect(outcomes).toContainEqual({
      kind: 'hour',
      id: '2026112112',
      figures: expect.any(Number),
      outcome: 'repaired',
    });
    expect(parts.compared).toBe(PARTS);
    expect(await days.ledger.audit()).toMatchObject({ differences: 0 });
  });

  it.each([
    ['statistics of an hour that were lost', 'hour', () => days.ledger.store.loseStatistics(ALL_OF_HOUR)],
    ['a day that is not the sum of its hours', 'day', () => days.plant(WRONG_DAY, { input: 1n })],
  ] as const)('repairs %s', async (_, kind, damage) => {
    await damage();
    await days.run();
    await days.ledger.rollUp();
    await days.run();
    expect((await audit()).outcomes).toMatchObject([{ kind, outcome: 'repaired' }]);
    expect(await days.ledger.audit()).toMatchObject({ differences: 0 });
  });

  it('never marks what may be the only trace of lost records', async () => {
    await days.ledger.store.removeFromSegments(NOON, () => true);
    days.ledger.store.loseRecord({ requestId: 'req_hour_12', accessKeyId: 'ak_1' });
    expect((await days.run()).kind).toBe('unfinished');
    expect((await days.run()).kind).toBe('finished');
    expect(await days.ledger.marks('hour')).toEqual([]);
    const { figures, outcomes } = await audit();
    expect(outcomes).toEqual([{ kind: 'hour', id: '2026112112', figures: figures.kept, outcome: 'kept' }]);
    expect(figures).toMatchObject({ repaired: 0, kept: expect.any(Number) });
    expect((await days.ledger.counts('hour', '2026112112', 'all'))['*']).toBe(1);
  });

  it('keeps an item that counts more than its records', async () => {
    await days.plant(ALL_OF_HOUR, { count: 2 });
    for (const kind of ['unfinished', 'finished']) {
      expect(await days.run()).toMatchObject({ kind });
      expect(await days.ledger.marks('hour')).toEqual([]);
      // Nor is the day, which is right, made the sum of it.
      expect(await days.ledger.marks('day')).toEqual([]);
    }
    expect((await audit()).outcomes.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['hour', 'kept'],
      ['day', 'kept'],
    ]);
  });

  it('has nothing of an hour computed again whose copies are not those of its records', async () => {
    await days.plant(WRONG_HOUR, { input: 7n });
    days.ledger.store.loseRecord({ requestId: 'req_hour_12', accessKeyId: 'ak_1' });
    for (const kind of ['unfinished', 'finished']) expect(await days.run()).toMatchObject({ kind });
    expect(await days.ledger.marks('hour')).toEqual([]);
    expect((await audit()).outcomes).toMatchObject([
      { kind: 'hour', outcome: 'kept' },
      { kind: 'day', outcome: 'kept' },
    ]);
  });

  it('asks no person about what the next run finds right, such as records whose erasure was under way', async () => {
    await days.ledger.store.eraseRecord({ requestId: 'req_hour_12', accessKeyId: 'ak_1' }, 'u_1');
    expect((await days.run()).kind).toBe('unfinished');
    expect(await days.ledger.marks('hour')).toEqual([]);
    await days.ledger.erase('u_1');
    await days.ledger.rollUp();
    expect((await days.run()).kind).toBe('finished');
    expect(await audit()).toMatchObject({
      figures: { kept: 0 },
      outcomes: [{ kind: 'hour', id: '2026112112', outcome: 'repaired' }],
    });
  });

  it('asks a person at once if no later run can look', async () => {
    await days.plant(ALL_OF_HOUR, { count: 2 });
    expect((await days.run({ maxRuns: 1 })).kind).toBe('finished');
    expect((await audit()).outcomes).toMatchObject([{ outcome: 'kept' }, { outcome: 'kept' }]);
  });

  it('finds nothing wrong where prices changed while it read', async () => {
    const { readPrices } = days.deps;
    let reads = 0;
    const changing: typeof readPrices = async () => {
      const prices = await readPrices();
      const former = createPricer({ ...SHIPPED_PRICE_BOOK, entries: [] });
      return (reads += 1) === 1 ? { ...prices, pricerAt: async () => former } : prices;
    };
    const options = { deadlineMs: Number.POSITIVE_INFINITY, maxRuns: MAX_RUNS };
    expect(await auditDay({ ...days.deps, readPrices: changing }, options)).toMatchObject({
      kind: 'finished',
      audit: { figures: { repaired: 0, kept: 0 } },
    });
    expect(reads).toBeGreaterThan(1);
  });

  it('copies a record again that is in no segment, and has it counted', async () => {
    const lost = usageRecord({ requestId: 'req_lost', occurredAtMs: NOON - 3 * HOUR_MS });
    await days.ledger.store.claim([lost]);
    await days.run();
    expect((await audit()).outcomes).toContainEqual({
      kind: 'records',
      id: '20261121',
      figures: 1,
      outcome: 'repaired',
    });
    await days.ledger.rollUp();
    await days.run();
    expect((await days.ledger.counts('day', '20261121', 'all'))['*']).toBe(25);
    expect(await days.ledger.audit()).toMatchObject({ differences: 0 });
  });

  it('does not bring back a record whose user is erased while it looks up others', async () => {
    const userId = 'u_erased';
    const lost = [1, 2].map((hours) =>
      usageRecord({ requestId: `req_lost_${hours}`, userId, occurredAtMs: NOON - hours * HOUR_MS }),
    );
    const { store } = days.ledger;
    await store.claim(lost);
    let looked = 0;
    const watched = overriddenStore(store, {
      getRecord: async (key) => {
        if (lost.some(({ requestId }) => requestId === key.requestId) && (looked += 1) === 2)
          await eraseUser(days.ledger.deps, userId);
        return store.getRecord(key);
      },
    });
    const deadlineMs = Number.POSITIVE_INFINITY;
    await auditDay({ ...days.deps, store: watched }, { deadlineMs, maxRuns: MAX_RUNS });
    expect(looked).toBeGreaterThan(1);
    expect(await eraseUser(days.ledger.deps, userId)).toMatchObject({ erasedRecords: 0, removedCopies: 0 });
  });

  it('leaves hours that wait for the roll-up to the next run, and the last run does not wait for them', async () => {
    await days.ledger.record(usageRecord({ occurredAtMs: NOON, receivedAtMs: days.ledger.nowMs }));
    for (let run = 1; run < MAX_RUNS; run += 1) {
      expect(await days.run()).toMatchObject({
        kind: 'unfinished',
        audit: { open: [{ kind: 'hour', id: '2026112112' }, { kind: 'day' }] },
      });
    }
    expect((await days.run()).kind).toBe('finished');
    expect(await audit()).toMatchObject({
      runs: MAX_RUNS,
      parts: { compared: PARTS - 2, pending: 2, unchecked: 0 },
      // Its records are judged all the same.
      sources: { direct: { records: 25, late: 1 } },
    });
  });

  it('reports a repair that was not computed by the last run as waiting', async () => {
    await days.plant(WRONG_HOUR, { input: 7n });
    for (let run = 1; run <= MAX_RUNS; run += 1) await days.run();
    const { figures, outcomes } = await audit();
    expect(outcomes).toEqual([{ kind: 'hour', id: '2026112112', figures: figures.kept, outcome: 'waiting' }]);
  });

  it('stops at its deadline and continues there, so that all runs together are one', async () => {
    let calls = 0;
    const clock = () => days.ledger.nowMs + (calls += 1);
    const kinds: string[] = [];
    for (let run = 0; run < 40 && kinds.at(-1) !== 'finished'; run += 1) {
      const deadlineMs = days.ledger.nowMs + calls + 40;
      kinds.push((await auditDay({ ...days.deps, clock }, { deadlineMs, maxRuns: 1_000 })).kind);
    }
    expect(kinds.length).toBeGreaterThan(2);
    expect(await audit()).toMatchObject({
      parts: { compared: PARTS },
      sources: { direct: { records: 24 } },
    });
  });

  it('says what was not checked when its runs are used up', async () => {
    expect((await days.run({ deadlineMs: 0, maxRuns: 1 })).kind).toBe('finished');
    expect((await audit()).parts).toMatchObject({ compared: 0, unchecked: PARTS });
  });

  it.each([
    ['its time is over', async () => void (await days.run({ deadlineMs: 0, maxRuns: 2 }))],
    ['the next day begins', async () => ((days.ledger.nowMs += DAY_MS), void (await days.run()))],
  ])('does not take for right what differed and was not looked at again, when %s', async (_, end) => {
    await days.plant(WRONG_HOUR, { input: 7n });
    await days.run();
    const [open] = (await audit()).open;
    await end();
    const waiting = { kind: 'hour', id: '2026112112', figures: open?.differed, outcome: 'waiting' };
    expect(await audit()).toMatchObject({
      // The hour, and the day that waits for it.
      parts: { unchecked: 2 },
      figures: { kept: open?.differed },
      outcomes: [waiting],
    });
  });

  it('leaves an hour with too many records out, and says so', async () => {
    await days.ledger.record(usageRecord({ occurredAtMs: NOON }));
    await days.ledger.rollUp();
    // The hour at noon has two, each other one is as large as the limit.
    await days.run({ maxRecords: 1 });
    expect((await audit()).parts).toMatchObject({ tooLarge: 1, compared: PARTS - 1 });
  });

  it('compares all other parts when one cannot be read, and says which was not', async () => {
    const { store } = days.ledger;
    const broken = overriddenStore(store, {
      readSegments(sliceStartMs: number) {
        if (sliceStartMs === NOON) throw new Error('corrupt');
        return store.readSegments(sliceStartMs);
      },
    });
    const failures: unknown[] = [];
    const onFailure = ({ id }: OpenCheck, error: unknown) => failures.push([id, (error as Error).message]);
    const deadlineMs = Number.POSITIVE_INFINITY;
    for (const kind of ['unfinished', 'finished'])
      expect(
        await auditDay({ ...days.deps, store: broken }, { deadlineMs, maxRuns: 2, onFailure }),
      ).toMatchObject({ kind });
    expect((await audit()).parts).toMatchObject({ unchecked: 2, compared: PARTS - 2 });
    expect(new Set(failures.map(String))).toEqual(new Set(['2026112112,corrupt', '20261121,corrupt']));
  });

  it('ends with what it has found when its last run was killed, as the next day begins', async () => {
    await days.run({ deadlineMs: 0 });
    const opened = await audit();
    days.ledger.nowMs += DAY_MS;
    expect((await days.run()).audit.day).toBe('20261122');
    expect(await audit()).toMatchObject({
      finishedAtMs: days.ledger.nowMs,
      open: [],
      parts: { unchecked: opened.open.length },
    });
  });

  it('lists as many places as it may, and counts the figures of all', async () => {
    for (let hour = 0; hour <= MAX_AUDIT_OUTCOMES; hour += 1) {
      const bucketId = `20261121${String(hour).padStart(2, '0')}`;
      await days.plant({ ...ALL_OF_HOUR, bucketId }, { count: 2 });
    }
    await days.run();
    await days.run();
    const { outcomes, figures } = await audit();
    expect(outcomes).toHaveLength(MAX_AUDIT_OUTCOMES);
    const listed = outcomes.reduce((sum, place) => sum + place.figures, 0);
    expect(figures.kept).toBeGreaterThan(listed);
  });

  it('ends in the same state wherever a run is killed', async () => {
    const outcomeOf = async ({ ledger }: AuditedDays) => ({
      differences: (await ledger.audit()).differences,
      parts: (await audit()).parts,
      records: (await audit()).sources['direct']?.records,
      repaired: (await audit()).outcomes.map(({ id, outcome }) => `${id} ${outcome}`),
    });
    const expected = {
      differences: 0,
      parts: { compared: PARTS, pending: 0, tooLarge: 0, frozen: 0, unchecked: 0 },
      records: 24,
      repaired: ['2026112112 repaired'],
    };
    // The first and last steps, and those around the wrong hour.
    for (const killedAt of [2, 14, 15, 16, 77]) {
      for (const after of [false, true]) {
        days = await AuditedDays.create();
        await days.plant(WRONG_HOUR, { input: 7n });
        let calls = 0;
        days.step = async (_operation, effect) => {
          calls += 1;
          if (calls !== killedAt) return effect();
          if (after) effect();
          throw new Error('killed');
        };
        await expect(days.run()).rejects.toThrow('killed');
        for (let run = 1; run < MAX_RUNS; run += 1) {
          await days.run();
          await days.ledger.rollUp();
        }
        expect({ killedAt, after, ...(await outcomeOf(days)) }).toEqual({ killedAt, after, ...expected });
      }
    }
  });

  it('counts nothing twice when runs overlap', async () => {
    await days.plant(WRONG_HOUR, { input: 7n });
    const runs = await Promise.all([days.run(), days.run(), days.run()]);
    expect(runs.filter(({ kind }) => kind === 'overtaken')).toHaveLength(2);
    await days.ledger.rollUp();
    await Promise.all([days.run(), days.run()]);
    expect(await audit()).toMatchObject({
      parts: { compared: PARTS },
      sources: { direct: { records: 24 } },
      outcomes: [{ id: '2026112112', outcome: 'repaired' }],
    });
  });

  it('counts what records lack by source, and what was quarantined on the day', async () => {
    const { userId: _, feature: __, ...anonymous } = usageRecord({ occurredAtMs: NOON });
    days = await AuditedDays.create([
      ...hourlyRecords(),
      { ...anonymous, source: 'gateway', receivedAtMs: NOON + HOUR_MS + 1 },
      usageRecord({ source: 'gateway', status: 'partial', model: 'unknown' }),
    ]);
    const problem = { reason: 'too_old', problems: [], record: '{}' };
    for (const receivedAtMs of [NOON, NOON + DAY_MS])
      await days.ledger.store.quarantine({ ...problem, id: String(receivedAtMs), receivedAtMs });
    await days.run();
    expect(await audit()).toMatchObject({
      quarantined: 1,
      sources: {
        direct: { records: 24, withoutUser: 0 },
        gateway: { records: 2, withoutUser: 1, withoutFeature: 1, late: 1, partial: 1, unpriced: 1 },
      },
    });
    expect((await days.ledger.counts('hour', '2026112112'))[ABSENT]).toBe(1);
  });

  it('reads no segment of a day that cannot hold anything', async () => {
    days = await AuditedDays.create([]);
    const operations: string[] = [];
    days.ledger.step = async (operation, effect) => {
      operations.push(operation);
      return effect();
    };
    expect(await days.run()).toMatchObject({ kind: 'finished', audit: { parts: { compared: 0 } } });
    expect(operations.filter((operation) => operation === 'readSegments')).toEqual([]);
  });
});
