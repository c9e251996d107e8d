import { beforeEach, describe, expect, it } from '@jest/globals';
import { type LedgerStore, type QuarantinedRecord } from '@token-ledger/core';
import { longUnicodeId } from '../usage-records.ts';

export function describeQuarantine(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });

  describe('quarantine', () => {
    const record: QuarantinedRecord = {
      id: longUnicodeId('x') + 'y'.repeat(72),
      receivedAtMs: Date.UTC(2026, 10, 21, 23, 59, 59, 999),
      reason: 'invalid_record',
      problems: [
        { path: 'usage.input_tokens', message: 'is negative' },
        { path: '', message: '' },
      ],
      record: JSON.stringify({ requestId: 'x'.repeat(4_000) }),
    };

    it('lists the quarantined records of a day, ordered by id', async () => {
      const [b, a] = [
        { ...record, id: 'b' },
        { ...record, id: 'a' },
      ];
      for (const one of [b, a, record]) await store.quarantine(one);
      await store.quarantine({ ...record, receivedAtMs: record.receivedAtMs + 1 });
      expect(await store.listQuarantined('20261121')).toStrictEqual([a, b, record]);
      expect(await store.listQuarantined('20261122')).toHaveLength(1);
      expect(await store.listQuarantined('20261120')).toEqual([]);
    });

    it('lists them page by page, and returns a single one', async () => {
      const all = ['a', 'b', 'c'].map((id) => ({ ...record, id, complete: true }));
      for (const one of all) await store.quarantine(one);
      const page = (options: { afterId?: string; limit?: number }) =>
        store.listQuarantined('20261121', options);
      expect(await page({ limit: 2 })).toStrictEqual(all.slice(0, 2));
      expect(await page({ limit: 2, afterId: 'b' })).toStrictEqual(all.slice(2));
      expect(await page({ afterId: 'a' })).toStrictEqual(all.slice(1));
      expect(await page({ afterId: 'c' })).toEqual([]);
      expect(await store.getQuarantined('20261121', 'b')).toStrictEqual(all[1]);
      expect(await store.getQuarantined('20261122', 'b')).toBeUndefined();
      expect(await store.getQuarantined('20261121', 'd')).toBeUndefined();
    });

    it('deletes only the given record', async () => {
      await store.quarantine({ ...record, id: 'a' });
      await store.quarantine({ ...record, id: 'b' });
      await store.deleteQuarantined({ ...record, id: 'a' });
      await store.deleteQuarantined({ ...record, id: 'never was' });
      expect(await store.listQuarantined('20261121')).toStrictEqual([{ ...record, id: 'b' }]);
    });

    it('keeps the first copy when a record is quarantined again', async () => {
      await store.quarantine(record);
      await store.quarantine({ ...record, receivedAtMs: record.receivedAtMs - 1, reason: 'too_old' });
      expect(await store.listQuarantined('20261121')).toStrictEqual([record]);
    });
  });
}
