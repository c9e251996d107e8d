import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Conflict, LedgerStore } from '@token-ledger/core';
import { fullRecord } from '../usage-records.ts';

export function describeConflicts(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });

  describe('conflicts', () => {
    const { requestId, otherName, userId, model, tokens, status, detail, occurredAtMs, iterations } =
      fullRecord();
    const recorded = { requestId, userId, model, tokens, status, occurredAtMs, receivedAtMs: 1, revision: 3 };
    const conflict: Conflict = {
      id: 'c',
      accessKeyId: 'ak_full',
      reason: 'names',
      receivedAtMs: Date.UTC(2026, 10, 21, 23, 59, 59, 999),
      recorded,
      reported: { ...recorded, otherName, detail, iterations, serviceTier: 'batch', webSearchRequests: 0 },
      tiedTo: 'msg_other',
    };
    const without = ({ tiedTo: _tiedTo, ...rest }: Conflict): Conflict => rest;

    it('are listed by the day of their receipt in the order of their ids, every field of them', async () => {
      const [b, a] = [without({ ...conflict, id: 'b', reason: 'user' }), { ...conflict, id: 'a' }];
      for (const one of [b, a, conflict]) await store.putConflict(one);
      await store.putConflict({ ...conflict, receivedAtMs: conflict.receivedAtMs + 1 });
      expect(await store.listConflicts('20261121')).toStrictEqual([a, b, conflict]);
      expect(await store.listConflicts('20261122')).toHaveLength(1);
      expect(await store.listConflicts('20261120')).toEqual([]);
    });

    it('are listed page by page', async () => {
      const all = ['a', 'b', 'c'].map((id) => ({ ...conflict, id }));
      for (const one of all) await store.putConflict(one);
      const page = (options: { afterId?: string; limit?: number }) =>
        store.listConflicts('20261121', options);
      expect(await page({ limit: 2 })).toStrictEqual(all.slice(0, 2));
      expect(await page({ limit: 2, afterId: 'b' })).toStrictEqual(all.slice(2));
      expect(await page({ afterId: 'c' })).toEqual([]);
    });

    it('stay as they were put first', async () => {
      await store.putConflict(conflict);
      await store.putConflict({ ...conflict, recorded: { ...recorded, revision: 4 } });
      expect(await store.listConflicts('20261121')).toStrictEqual([conflict]);
    });

    it('can be deleted, twice as well as once', async () => {
      await store.putConflict(conflict);
      await store.putConflict({ ...conflict, id: 'd' });
      for (let time = 0; time < 2; time += 1) await store.deleteConflict(conflict);
      expect(await store.listConflicts('20261121')).toMatchObject([{ id: 'd' }]);
    });
  });
}
