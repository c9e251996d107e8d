import { beforeEach, describe, expect, it } from '@jest/globals';
import { type LedgerStore, type Mark } from '@token-ledger/core';

export function describeMarks(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });

  describe('marks', () => {
    const mark: Mark = { period: 'hour', bucketId: '2026112112', token: 'first', firstMarkedAtMs: 1000 };

    it('lists the marks of a period in the order of their buckets', async () => {
      for (const bucketId of ['2026112113', '2026112023', '2026112112'])
        await store.putMark({ ...mark, bucketId });
      await store.putMark({ ...mark, period: 'day', bucketId: '20261121' });
      await store.putMark({ ...mark, period: 'month', bucketId: '202611' });
      const listed = async (period: Mark['period']) =>
        (await store.listMarks(period)).map(({ bucketId }) => bucketId);
      expect(await listed('hour')).toEqual(['2026112023', '2026112112', '2026112113']);
      expect(await listed('day')).toEqual(['20261121']);
      expect(await listed('month')).toEqual(['202611']);
    });

    it('replaces the token and keeps the first time when a bucket is marked again', async () => {
      await store.putMark(mark);
      await store.putMark({ ...mark, token: 'second', firstMarkedAtMs: 2000 });
      expect(await store.listMarks('hour')).toStrictEqual([{ ...mark, token: 'second' }]);
    });

    it('deletes a mark whose token is still the one that was read', async () => {
      await store.putMark(mark);
      expect(await store.deleteMark(mark)).toBe(true);
      expect(await store.listMarks('hour')).toEqual([]);
    });

    it('does not delete a mark that was written again in between', async () => {
      await store.putMark(mark);
      await store.putMark({ ...mark, token: 'second' });
      expect(await store.deleteMark(mark)).toBe(false);
      expect(await store.listMarks('hour')).toStrictEqual([{ ...mark, token: 'second' }]);
    });

    it('deletes a mark once', async () => {
      await store.putMark(mark);
      await store.deleteMark(mark);
      expect(await store.deleteMark(mark)).toBe(false);
    });

    it('keeps a requested repair until the mark is deleted', async () => {
      await store.putMark(mark);
      await store.putMark({ ...mark, token: 'second', repair: true });
      await store.putMark({ ...mark, token: 'third' });
      expect(await store.listMarks('hour')).toStrictEqual([{ ...mark, token: 'third', repair: true }]);
      await store.deleteMark({ ...mark, token: 'third' });
      await store.putMark(mark);
      expect(await store.listMarks('hour')).toStrictEqual([mark]);
    });

    it('keeps that a person waits until the mark is deleted', async () => {
      await store.putMark(mark);
      await store.putMark({ ...mark, token: 'second', prompt: true });
      await store.putMark({ ...mark, token: 'third', repair: true });
      expect(await store.listMarks('hour')).toStrictEqual([
        { ...mark, token: 'third', repair: true, prompt: true },
      ]);
    });

    it('notes why a bucket is still marked, until the mark is deleted', async () => {
      const failure = { atMs: 5000, code: 'TypeError' };
      await store.putMark(mark);
      await store.noteFailure(mark, failure);
      // A mark as it was read, with its failure, is written like any other.
      await store.putMark({ ...mark, token: 'second', failure: { atMs: 1, code: 'other' } });
      expect(await store.listMarks('hour')).toStrictEqual([{ ...mark, token: 'second', failure }]);
      await store.deleteMark({ ...mark, token: 'second' });
      await store.putMark(mark);
      expect(await store.listMarks('hour')).toStrictEqual([mark]);
    });

    it('notes no failure of a mark that was written again or deleted in between', async () => {
      await store.putMark({ ...mark, token: 'second' });
      await store.noteFailure(mark, { atMs: 5000, code: 'TypeError' });
      expect(await store.listMarks('hour')).toStrictEqual([{ ...mark, token: 'second' }]);
      await store.deleteMark({ ...mark, token: 'second' });
      await store.noteFailure({ ...mark, token: 'second' }, { atMs: 5000, code: 'TypeError' });
      expect(await store.listMarks('hour')).toEqual([]);
    });

    it('starts a new first time once the bucket was clean', async () => {
      await store.putMark(mark);
      await store.deleteMark(mark);
      await store.putMark({ ...mark, token: 'third', firstMarkedAtMs: 3000 });
      expect(await store.listMarks('hour')).toStrictEqual([
        { ...mark, token: 'third', firstMarkedAtMs: 3000 },
      ]);
    });
  });
}
