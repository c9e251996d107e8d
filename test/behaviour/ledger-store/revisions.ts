import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  compareIds,
  type LedgerStore,
  type RecordAlias,
  SLICE_MS,
  type UsageRecord,
} from '@token-ledger/core';
import {
  collect,
  fullRecord,
  recordKey,
  SLICE_START_MS,
  usageRecord,
  usageRecords,
} from '../usage-records.ts';

/** What a ledger store does with revisions of records, and with names beside their own. */
export function describeRevisions(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });
  const alias = (requestId: string, target: string, accessKeyId = 'ak_1'): RecordAlias => ({
    accessKeyId,
    requestId,
    target,
    occurredAtMs: SLICE_START_MS,
  });
  const found = async (name: string) =>
    (await store.findRecords(name)).toSorted((a, b) => compareIds(a.accessKeyId, b.accessKeyId));

  describe('the names of records', () => {
    it('belong to access keys: the same name of two is two records', async () => {
      const [a, b] = [usageRecord(), usageRecord({ accessKeyId: 'ak_2', model: 'other' })];
      expect(await store.claim([a, b])).toEqual([{ kind: 'claimed' }, { kind: 'claimed' }]);
      expect(await store.getRecord(recordKey('req_1'))).toStrictEqual(a);
      expect(await store.getRecord(recordKey('req_1', 'ak_2'))).toStrictEqual(b);
      expect(await found('req_1')).toStrictEqual([a, b]);
    });

    it('can be taken by an alias, which a claim meets', async () => {
      expect(await store.claim([alias('msg_1', 'req_1')])).toEqual([{ kind: 'claimed' }]);
      const taken = { kind: 'taken', place: { kind: 'alias', target: 'req_1' } };
      expect(await store.claim([alias('msg_1', 'req_2'), usageRecord()])).toStrictEqual([
        taken,
        { kind: 'claimed' },
      ]);
      expect(await store.claim([usageRecord({ requestId: 'msg_1' })])).toStrictEqual([taken]);
      expect(await store.getRecord(recordKey('msg_1'))).toBeUndefined();
    });

    it('are not taken by an alias where a record is', async () => {
      await store.claim([usageRecord()]);
      expect(await store.claim([alias('req_1', 'req_2')])).toStrictEqual([
        { kind: 'taken', place: { kind: 'record', record: usageRecord() } },
      ]);
    });

    it('lead to the record by an alias and by a merger, within their access key', async () => {
      const merged = usageRecord({ requestId: 'msg_2', revision: 2, mergedInto: 'req_2' });
      const [target, other] = [usageRecord({ requestId: 'req_2' }), usageRecord({ accessKeyId: 'ak_2' })];
      await store.claim([usageRecord(), other, target, merged, alias('msg_1', 'req_1')]);
      await store.claim([alias('msg_1', 'req_9', 'ak_2'), alias('msg_3', 'msg_2')]);
      expect(await found('msg_1')).toStrictEqual([usageRecord()]);
      expect(await found('msg_2')).toStrictEqual([target]);
      expect(await found('msg_3')).toStrictEqual([target]);
      expect(await found('req_1')).toStrictEqual([usageRecord(), other]);
      expect(await found('unknown')).toEqual([]);
      expect(await store.getRecord(recordKey('msg_2'))).toStrictEqual(merged);
    });

    it('lead to nothing once the record was erased, and stay taken', async () => {
      await store.claim([usageRecord({ userId: 'u_1' }), alias('msg_1', 'req_1')]);
      expect(await store.eraseRecord(recordKey('msg_1'), 'u_1')).toBe(false);
      expect(await store.eraseRecord(recordKey('req_1'), 'u_1')).toBe(true);
      for (const name of ['req_1', 'msg_1']) expect(await found(name)).toEqual([]);
      expect(await store.claim([usageRecord({ requestId: 'msg_1' })])).toMatchObject([{ kind: 'taken' }]);
    });

    it('scans records that were merged, and no aliases', async () => {
      const merged = usageRecord({ requestId: 'msg_2', revision: 2, mergedInto: 'req_1' });
      await store.claim([usageRecord(), merged, alias('msg_1', 'req_1')]);
      const scanned = (await collect(store.scanRecords())).flat();
      expect(scanned.toSorted((a, b) => compareIds(a.requestId, b.requestId))).toStrictEqual([
        merged,
        usageRecord(),
      ]);
    });
  });

  describe('replacing a record', () => {
    const next = (revision: number, changes: Partial<UsageRecord> = {}) =>
      usageRecord({ revision, ...changes });

    it('stores the next revision, every field of it, in place of the one that was read', async () => {
      const first = usageRecord({ requestId: 'req_full', accessKeyId: 'ak_full', endpoint: 'only at first' });
      await store.claim([first]);
      expect(await store.replaceRecord(fullRecord({ revision: 2 }), 1)).toEqual({ kind: 'replaced' });
      const key = recordKey('req_full', 'ak_full');
      expect(await store.getRecord(key)).toStrictEqual(fullRecord({ revision: 2 }));
      const third = { ...first, revision: 3 };
      expect(await store.replaceRecord(third, 2)).toEqual({ kind: 'replaced' });
      expect(await store.getRecord(key)).toStrictEqual(third);
    });

    it('refuses a writer that read another revision, and shows what is there', async () => {
      await store.claim([usageRecord()]);
      await store.replaceRecord(next(2, { model: 'b' }), 1);
      const changed = { kind: 'changed', place: { kind: 'record', record: next(2, { model: 'b' }) } };
      expect(await store.replaceRecord(next(2, { model: 'c' }), 1)).toStrictEqual(changed);
      expect(await store.replaceRecord(next(4), 3)).toStrictEqual(changed);
      expect(await store.getRecord(recordKey('req_1'))).toStrictEqual(next(2, { model: 'b' }));
    });

    it('counts as done where the very same is there already: its answer got lost', async () => {
      await store.claim([usageRecord()]);
      await store.replaceRecord(next(2), 1);
      expect(await store.replaceRecord(next(2), 1)).toEqual({ kind: 'replaced' });
    });

    it('refuses to replace nothing, an alias, what was erased, or a record of another access key', async () => {
      expect(await store.replaceRecord(next(2), 1)).toEqual({ kind: 'changed', place: undefined });
      await store.claim([alias('req_1', 'req_2'), usageRecord({ requestId: 'req_3', userId: 'u_1' })]);
      expect(await store.replaceRecord(next(2), 1)).toStrictEqual({
        kind: 'changed',
        place: { kind: 'alias', target: 'req_2' },
      });
      await store.eraseRecord(recordKey('req_3'), 'u_1');
      expect(await store.replaceRecord(next(2, { requestId: 'req_3' }), 1)).toStrictEqual({
        kind: 'changed',
        place: { kind: 'erased' },
      });
      await store.claim([usageRecord({ accessKeyId: 'ak_2' })]);
      expect(await store.replaceRecord(next(2, { accessKeyId: 'ak_3' }), 1)).toMatchObject({
        kind: 'changed',
      });
    });

    it('lets exactly one of two writers of a revision win', async () => {
      await store.claim([usageRecord()]);
      const outcomes = await Promise.all(
        ['a', 'b'].map((model) => store.replaceRecord(next(2, { model }), 1)),
      );
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['changed', 'replaced']);
    });

    it('erases what was revised like any other', async () => {
      await store.claim([usageRecord()]);
      await store.replaceRecord(next(2, { userId: 'u_1', userNamedLater: true }), 1);
      expect(await store.eraseRecord(recordKey('req_1'), 'u_1')).toBe(true);
      expect(await store.getRecord(recordKey('req_1'))).toBeUndefined();
    });
  });

  describe('segments of revised records', () => {
    const read = async () => (await collect(store.readSegments(SLICE_START_MS))).flat();
    const revised = (count: number, revision: number) => usageRecords(count, 'req_', { revision });

    it('are read before all others, whenever they were put, and alone or beside them', async () => {
      await store.putSegment(SLICE_START_MS, usageRecords(3));
      await store.putSegment(SLICE_START_MS, [...usageRecords(2, 'a'), ...revised(2, 2)]);
      await store.putSegment(SLICE_START_MS, usageRecords(1, 'b'));
      await store.putSegment(SLICE_START_MS, revised(1, 7));
      const revisions = (await read()).map(({ revision = 1 }) => revision);
      expect(revisions.slice(0, 3).toSorted((a, b) => a - b)).toEqual([2, 2, 7]);
      expect(revisions.slice(3)).toEqual([1, 1, 1, 1, 1, 1]);
    });

    it('keep every revision of a record', async () => {
      for (const revision of [1, 2, 3]) {
        await store.putSegment(SLICE_START_MS, [usageRecord(revision === 1 ? {} : { revision })]);
      }
      expect((await read()).map(({ revision = 1 }) => revision).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    });

    it('lose what is removed from them as others do', async () => {
      await store.putSegment(SLICE_START_MS, [...revised(2, 2), ...usageRecords(2)]);
      const removed = await store.removeFromSegments(
        SLICE_START_MS,
        ({ requestId }) => requestId === 'req_0',
      );
      expect(removed.map(({ revision = 1 }) => revision).toSorted((a, b) => a - b)).toEqual([1, 2]);
      expect(await read()).toStrictEqual([...revised(2, 2).slice(1), ...usageRecords(2).slice(1)]);
      expect(await collect(store.readSegments(SLICE_START_MS + SLICE_MS))).toEqual([]);
    });
  });
}
