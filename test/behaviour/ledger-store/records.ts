import { beforeEach, describe, expect, it } from '@jest/globals';
import { compareIds, compareKeys, DAY_MS, type LedgerStore, type UsageRecord } from '@token-ledger/core';
import {
  collect,
  fullRecord,
  longUnicodeId,
  recordKey,
  SLICE_START_MS,
  takenBy,
  usageRecord,
  usageRecords,
} from '../usage-records.ts';

export function describeRecords(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });

  describe('claiming records', () => {
    it('claims a record whose id is free', async () => {
      expect(await store.claim([usageRecord()])).toEqual([{ kind: 'claimed' }]);
      expect(await store.getRecord(recordKey('req_1'))).toStrictEqual(usageRecord());
    });

    it('keeps the first record and returns it to every caller that claims the same key', async () => {
      const second = usageRecord({
        occurredAtMs: SLICE_START_MS + DAY_MS,
        model: 'another',
        userId: 'late',
      });
      await store.claim([usageRecord()]);
      expect(await store.claim([second])).toStrictEqual([takenBy(usageRecord())]);
      expect(await store.getRecord(recordKey('req_1'))).toStrictEqual(usageRecord());
    });

    it('returns every field of the canonical record exactly', async () => {
      await store.claim([fullRecord()]);
      const [outcome] = await store.claim([usageRecord({ requestId: 'req_full', accessKeyId: 'ak_full' })]);
      expect(outcome).toStrictEqual(takenBy(fullRecord()));
      const { metadata } = (await store.getRecord(recordKey('req_full', 'ak_full'))) as Required<UsageRecord>;
      expect(Object.entries(metadata)).toContainEqual(['__proto__', 'own']);
    });

    it.each(['ok', 'error', 'partial'] as const)('returns the status %s', async (status) => {
      await store.claim([usageRecord({ status })]);
      expect((await store.getRecord(recordKey('req_1')))?.status).toBe(status);
    });

    it('distinguishes a clock that was corrected from one that was right', async () => {
      await store.claim([fullRecord({ clockClamped: true })]);
      expect((await store.getRecord(recordKey('req_full', 'ak_full')))?.clockClamped).toBe(true);
    });

    it('distinguishes a time that was missing from a clock that was corrected', async () => {
      const [missing, ahead] = [
        usageRecord({ requestId: 'missing', clockClamped: true, timeMissing: true }),
        usageRecord({ requestId: 'ahead', clockClamped: true }),
      ];
      await store.claim([missing, ahead]);
      expect(await store.getRecord(recordKey('missing'))).toStrictEqual(missing);
      expect(await store.getRecord(recordKey('ahead'))).toStrictEqual(ahead);
    });

    it('distinguishes records of one name under different access keys', async () => {
      const [a, b] = [usageRecord({ accessKeyId: 'ak_a' }), usageRecord({ accessKeyId: 'ak_b' })];
      expect(await store.claim([a, b])).toEqual([{ kind: 'claimed' }, { kind: 'claimed' }]);
      expect(await store.getRecord(recordKey('req_1', 'ak_a'))).toStrictEqual(a);
      expect(await store.getRecord(recordKey('req_1', 'ak_b'))).toStrictEqual(b);
      expect(await store.getRecord(recordKey('req_1', 'ak_c'))).toBeUndefined();
    });

    it('claims 60 records in one call', async () => {
      const records = usageRecords(60);
      expect(await store.claim(records)).toEqual(records.map(() => ({ kind: 'claimed' })));
      expect(await store.getRecord(recordKey('req_59'))).toStrictEqual(records[59]);
    });

    it('answers in the order of the records when some are taken', async () => {
      const taken = usageRecords(60).filter((_, index) => index % 7 === 3);
      await store.claim(taken);
      const outcomes = await store.claim(usageRecords(60, 'req_', { model: 'another' }));
      expect(outcomes).toStrictEqual(
        usageRecords(60).map((canonical, index) =>
          index % 7 === 3 ? takenBy(canonical) : { kind: 'claimed' },
        ),
      );
    });

    it('lets exactly one of two concurrent claims win', async () => {
      const [a, b] = [usageRecords(30, 'req_', { userId: 'a' }), usageRecords(30, 'req_', { userId: 'b' })];
      const [ofA, ofB] = await Promise.all([store.claim(a), store.claim(b)]);
      for (const index of a.keys()) {
        const kinds = new Set([ofA[index]?.kind, ofB[index]?.kind]);
        expect(kinds).toEqual(new Set(['claimed', 'taken']));
        const winner = ofA[index]?.kind === 'claimed' ? a[index] : b[index];
        expect([ofA[index], ofB[index]]).toContainEqual(takenBy(winner as UsageRecord));
      }
    });

    it('distinguishes ids of 128 characters of any script', async () => {
      const [x, y] = [
        usageRecord({ requestId: longUnicodeId('x') }),
        usageRecord({ requestId: longUnicodeId('y') }),
      ];
      expect(await store.claim([x, y])).toEqual([{ kind: 'claimed' }, { kind: 'claimed' }]);
      expect(await store.getRecord(x)).toStrictEqual(x);
    });

    it('accepts an empty list', async () => {
      expect(await store.claim([])).toEqual([]);
    });

    it('finds no record under an id that was never claimed', async () => {
      expect(await store.getRecord(recordKey('req_unknown'))).toBeUndefined();
    });

    it('scans every record exactly, and only records', async () => {
      const records = [...usageRecords(30), fullRecord()];
      await store.claim(records);
      const scanned = (await collect(store.scanRecords())).flat();
      const byId = (a: UsageRecord, b: UsageRecord) => compareIds(a.requestId, b.requestId);
      expect(scanned.toSorted(byId)).toStrictEqual(records.toSorted(byId));
    });

    it('scans an empty store', async () => {
      expect((await collect(store.scanRecords())).flat()).toEqual([]);
    });

    it("is not affected by later changes to a caller's records", async () => {
      const tokens = { ...usageRecord().tokens };
      await store.claim([usageRecord({ tokens })]);
      tokens.input = 7;
      expect((await store.getRecord(recordKey('req_1')))?.tokens.input).toBe(1000);
    });
  });

  describe('aliases', () => {
    const alias = { accessKeyId: 'ak_1', requestId: 'msg_1', target: 'req_1', occurredAtMs: SLICE_START_MS };

    it('are claimed once and for ever, also against records', async () => {
      expect(await store.claim([alias])).toEqual([{ kind: 'claimed' }]);
      const taken = { kind: 'taken', place: { kind: 'alias', target: 'req_1' } };
      expect(await store.claim([{ ...alias, target: 'req_2' }])).toStrictEqual([taken]);
      expect(await store.claim([usageRecord({ requestId: 'msg_1' })])).toStrictEqual([taken]);
      expect(await store.claim([{ ...alias, accessKeyId: 'ak_2' }])).toEqual([{ kind: 'claimed' }]);
    });

    it('find out that a record came first', async () => {
      const first = usageRecord({ requestId: 'msg_1' });
      await store.claim([first]);
      expect(await store.claim([alias])).toStrictEqual([takenBy(first)]);
    });

    it('go with records in one call, each with an outcome of its own', async () => {
      const outcomes = await store.claim([usageRecord(), alias, usageRecord({ requestId: 'req_2' })]);
      expect(outcomes).toEqual([{ kind: 'claimed' }, { kind: 'claimed' }, { kind: 'claimed' }]);
      expect(
        (await collect(store.scanRecords()))
          .flat()
          .map(({ requestId }) => requestId)
          .toSorted(),
      ).toEqual(['req_1', 'req_2']);
    });

    it('are no records', async () => {
      await store.claim([alias]);
      expect(await store.getRecord(alias)).toBeUndefined();
      expect(await store.eraseRecord(alias, 'u_1')).toBe(false);
      const next = usageRecord({ requestId: 'msg_1', revision: 2 });
      const place = { kind: 'alias', target: 'req_1' };
      expect(await store.replaceRecord(next, 1)).toStrictEqual({ kind: 'changed', place });
    });
  });

  describe('replacing records', () => {
    const second = usageRecord({ revision: 2, status: 'error', otherName: 'msg_1' });

    it('replaces the revision that was read, and then the next', async () => {
      await store.claim([usageRecord()]);
      expect(await store.replaceRecord(second, 1)).toEqual({ kind: 'replaced' });
      expect(await store.getRecord(recordKey('req_1'))).toStrictEqual(second);
      const third = fullRecord({ requestId: 'req_1', accessKeyId: 'ak_1', revision: 3 });
      expect(await store.replaceRecord(third, 2)).toEqual({ kind: 'replaced' });
      expect(await store.getRecord(recordKey('req_1'))).toStrictEqual(third);
    });

    it('leaves nothing of the fields that the next revision does not have', async () => {
      const full = fullRecord({ requestId: 'req_1', accessKeyId: 'ak_1', revision: 2 });
      await store.claim([full]);
      const next = usageRecord({ revision: 3 });
      await store.replaceRecord(next, 2);
      expect(await store.getRecord(recordKey('req_1'))).toStrictEqual(next);
    });

    it('shows what is there when another revision is', async () => {
      await store.claim([usageRecord()]);
      await store.replaceRecord(second, 1);
      const late = usageRecord({ revision: 2, status: 'partial' });
      const place = { kind: 'record', record: second };
      expect(await store.replaceRecord(late, 1)).toStrictEqual({ kind: 'changed', place });
      expect(await store.replaceRecord({ ...late, revision: 4 }, 3)).toStrictEqual({
        kind: 'changed',
        place,
      });
      expect(await store.getRecord(recordKey('req_1'))).toStrictEqual(second);
    });

    it('takes a revision that is there already for its own, whose answer got lost', async () => {
      await store.claim([usageRecord()]);
      await store.replaceRecord(second, 1);
      expect(await store.replaceRecord(second, 1)).toEqual({ kind: 'replaced' });
    });

    it('brings back nothing that was erased, and makes nothing of nothing', async () => {
      expect(await store.replaceRecord(second, 1)).toEqual({ kind: 'changed', place: undefined });
      await store.claim([usageRecord({ userId: 'u_1' })]);
      await store.eraseRecord(recordKey('req_1'), 'u_1');
      const place = { kind: 'erased' };
      expect(await store.replaceRecord(second, 1)).toStrictEqual({ kind: 'changed', place });
      expect(await store.getRecord(recordKey('req_1'))).toBeUndefined();
    });

    it('lets exactly one of several concurrent ones win', async () => {
      await store.claim([usageRecord()]);
      const models = ['a', 'b', 'c', 'd'];
      const outcomes = await Promise.all(
        models.map((model) => store.replaceRecord(usageRecord({ revision: 2, model }), 1)),
      );
      const winners = models.filter((_, index) => outcomes[index]?.kind === 'replaced');
      expect(winners).toHaveLength(1);
      expect((await store.getRecord(recordKey('req_1')))?.model).toBe(winners[0]);
    });
  });

  describe('finding records by name', () => {
    it('finds those of all access keys', async () => {
      const records = ['ak_a', 'ak_b'].map((accessKeyId) => usageRecord({ accessKeyId }));
      await store.claim([...records, usageRecord({ requestId: 'req_2' })]);
      const found = await store.findRecords('req_1');
      expect(found.toSorted(compareKeys)).toStrictEqual(records);
      expect(await store.findRecords('req_3')).toEqual([]);
    });

    it('follows aliases, also those that lead to nothing yet', async () => {
      const alias = {
        accessKeyId: 'ak_1',
        requestId: 'msg_1',
        target: 'req_1',
        occurredAtMs: SLICE_START_MS,
      };
      await store.claim([alias]);
      expect(await store.findRecords('msg_1')).toEqual([]);
      await store.claim([usageRecord(), usageRecord({ accessKeyId: 'ak_2' })]);
      expect(await store.findRecords('msg_1')).toStrictEqual([usageRecord()]);
    });

    it('follows records that were merged, and returns them nowhere', async () => {
      const record = usageRecord();
      const redirect = usageRecord({ requestId: 'msg_1', revision: 2, mergedInto: 'req_1' });
      await store.claim([record, redirect]);
      expect(await store.findRecords('msg_1')).toStrictEqual([record]);
      expect(await store.getRecord(redirect)).toStrictEqual(redirect);
    });

    it('finds nothing of what was erased', async () => {
      await store.claim([usageRecord({ userId: 'u_1' })]);
      await store.eraseRecord(recordKey('req_1'), 'u_1');
      expect(await store.findRecords('req_1')).toEqual([]);
    });
  });

  describe('finding a call across access keys', () => {
    const sorted = async (name: string) =>
      (await store.findAcrossKeys(name)).toSorted((a, b) => compareIds(a.accessKeyId, b.accessKeyId));

    it('finds every access key that has counted it, and how it was captured', async () => {
      await store.claim([
        usageRecord({ accessKeyId: 'ak_a', source: 'client' }),
        usageRecord({ accessKeyId: 'ak_b' }),
        usageRecord({ accessKeyId: 'ak_c', requestId: 'req_2' }),
      ]);
      expect(await sorted('req_1')).toEqual([
        { accessKeyId: 'ak_a', source: 'client' },
        { accessKeyId: 'ak_b', source: 'direct' },
      ]);
      expect(await sorted('req_3')).toEqual([]);
    });

    it('follows aliases, but not into nothing', async () => {
      const alias = (accessKeyId: string) => ({
        accessKeyId,
        requestId: 'msg_1',
        target: 'req_1',
        occurredAtMs: SLICE_START_MS,
      });
      await store.claim([alias('ak_1'), alias('ak_2')]);
      expect(await sorted('msg_1')).toEqual([]);
      await store.claim([usageRecord({ accessKeyId: 'ak_2', source: 'gateway' })]);
      expect(await sorted('msg_1')).toEqual([{ accessKeyId: 'ak_2', source: 'gateway' }]);
    });

    it('follows records that were merged', async () => {
      const redirect = usageRecord({ requestId: 'msg_1', revision: 2, mergedInto: 'req_1', source: 'span' });
      await store.claim([redirect]);
      expect(await sorted('msg_1')).toEqual([]);
      await store.claim([usageRecord({ source: 'client' })]);
      expect(await sorted('msg_1')).toEqual([{ accessKeyId: 'ak_1', source: 'client' }]);
    });

    it('finds what was erased, by either name: it was counted, and never counts again', async () => {
      const alias = { ...recordKey('msg_1'), target: 'req_1', occurredAtMs: SLICE_START_MS };
      await store.claim([alias, usageRecord({ userId: 'u_1' })]);
      await store.eraseRecord(recordKey('req_1'), 'u_1');
      for (const name of ['req_1', 'msg_1']) expect(await sorted(name)).toEqual([{ accessKeyId: 'ak_1' }]);
    });
  });

  describe('erasing records', () => {
    const ofUser = (userId: string) => usageRecord({ requestId: `of ${userId}`, userId });

    it('removes everything of a record but its id, which stays taken', async () => {
      await store.claim([ofUser('u_1'), ofUser('u_2')]);
      expect(await store.eraseRecord(recordKey('of u_1'), 'u_1')).toBe(true);
      expect(await store.getRecord(recordKey('of u_1'))).toBeUndefined();
      expect((await collect(store.scanRecords())).flat()).toStrictEqual([ofUser('u_2')]);
      const late = usageRecord({ requestId: 'of u_1', userId: 'another' });
      expect(await store.claim([ofUser('u_2'), ofUser('u_1')])).toStrictEqual([
        takenBy(ofUser('u_2')),
        ERASED,
      ]);
      expect(await store.claim([late])).toStrictEqual([ERASED]);
      expect(await store.eraseRecord(recordKey('of u_1'), 'another')).toBe(false);
    });

    it('leaves records of others alone', async () => {
      await store.claim([ofUser('u_1'), usageRecord({ requestId: 'of nobody' })]);
      expect(await store.eraseRecord(recordKey('of u_1'), 'u_2')).toBe(false);
      expect(await store.eraseRecord(recordKey('of nobody'), 'u_2')).toBe(false);
      expect(await store.getRecord(recordKey('of u_1'))).toStrictEqual(ofUser('u_1'));
    });

    it('erases a record whose user was named later, and one that was merged', async () => {
      await store.claim([usageRecord(), usageRecord({ requestId: 'req_2' })]);
      await store.replaceRecord(usageRecord({ userId: 'u_1', revision: 2, userNamedLater: true }), 1);
      const merged = { requestId: 'req_2', userId: 'u_1', revision: 2, mergedInto: 'req_1' };
      await store.replaceRecord(usageRecord(merged), 1);
      expect(await store.eraseRecord(recordKey('req_1'), 'u_1')).toBe(true);
      expect(await store.eraseRecord(recordKey('req_2'), 'u_1')).toBe(true);
      expect((await collect(store.scanRecords())).flat()).toEqual([]);
    });

    it('erases nothing the second time, or where there was no record', async () => {
      await store.claim([ofUser('u_1')]);
      await store.eraseRecord(recordKey('of u_1'), 'u_1');
      expect(await store.eraseRecord(recordKey('of u_1'), 'u_1')).toBe(false);
      expect(await store.eraseRecord(recordKey('unknown'), 'u_1')).toBe(false);
    });
  });
}

const ERASED = { kind: 'taken', place: { kind: 'erased' } };
