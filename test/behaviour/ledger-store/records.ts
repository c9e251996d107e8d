import { beforeEach, describe, expect, it } from '@jest/globals';
import { compareIds, DAY_MS, type LedgerStore, type UsageRecord } from '@token-ledger/core';
import {
  collect,
  fullRecord,
  longUnicodeId,
  recordKey,
  SLICE_START_MS,
  usageRecord,
  usageRecords,
} from '../usage-records.ts';

const takenBy = (record: UsageRecord) => ({ kind: 'taken', place: { kind: 'record', record } });
const ERASED = { kind: 'taken', place: { kind: 'erased' } };

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

    it('keeps the first record and returns it to every caller that claims the same id', async () => {
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

    it('erases nothing the second time, or where there was no record', async () => {
      await store.claim([ofUser('u_1')]);
      await store.eraseRecord(recordKey('of u_1'), 'u_1');
      expect(await store.eraseRecord(recordKey('of u_1'), 'u_1')).toBe(false);
      expect(await store.eraseRecord(recordKey('unknown'), 'u_1')).toBe(false);
    });
  });
}
