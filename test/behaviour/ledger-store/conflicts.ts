import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Conflict, type ConflictSide, type LedgerStore } from '@token-ledger/core';
import { fullRecord, usageRecord } from '../usage-records.ts';

export function describeConflicts(created: () => LedgerStore): void {
  let store: LedgerStore;
  beforeEach(() => {
    store = created();
  });

  describe('conflicts', () => {
    const conflict = (id: string, overrides: Partial<Conflict> = {}): Conflict => ({
      id,
      accessKeyId: 'ak_1',
      reason: 'figures',
      receivedAtMs: Date.UTC(2026, 10, 21, 23, 59, 59, 999),
      recorded: sideOf(usageRecord()),
      reported: sideOf(fullRecord()),
      ...overrides,
    });

    it('lists those of a day in the order of the ids, with every field exactly', async () => {
      const [a, b] = [conflict('a', { reason: 'names', tiedTo: 'req_2' }), conflict('b')];
      for (const one of [b, a]) await store.putConflict(one);
      await store.putConflict(conflict('a', { receivedAtMs: a.receivedAtMs + 1 }));
      expect(await store.listConflicts('20261121')).toStrictEqual([a, b]);
      expect(await store.listConflicts('20261122')).toHaveLength(1);
      expect(await store.listConflicts('20261120')).toEqual([]);
    });

    it('lists them page by page', async () => {
      const all = ['a', 'b', 'c'].map((id) => conflict(id));
      for (const one of all) await store.putConflict(one);
      expect(await store.listConflicts('20261121', { limit: 2 })).toStrictEqual(all.slice(0, 2));
      expect(await store.listConflicts('20261121', { limit: 2, afterId: 'b' })).toStrictEqual(all.slice(2));
      expect(await store.listConflicts('20261121', { afterId: 'c' })).toEqual([]);
    });

    it('keeps the first when the same report is delivered again', async () => {
      await store.putConflict(conflict('a'));
      await store.putConflict(
        conflict('a', { reason: 'user', receivedAtMs: conflict('a').receivedAtMs - 1 }),
      );
      expect(await store.listConflicts('20261121')).toStrictEqual([conflict('a')]);
    });

    it('forgets what is deleted, and only that', async () => {
      await store.putConflict(conflict('a'));
      await store.putConflict(conflict('b'));
      await store.deleteConflict(conflict('a'));
      await store.deleteConflict(conflict('never was'));
      expect(await store.listConflicts('20261121')).toStrictEqual([conflict('b')]);
    });
  });
}

function sideOf(record: ReturnType<typeof usageRecord>): ConflictSide {
  const { requestId, userId, model, tokens, status, occurredAtMs, receivedAtMs, iterations } = record;
  return {
    requestId,
    ...(userId !== undefined && { userId }),
    model,
    tokens,
    status,
    occurredAtMs,
    receivedAtMs,
    ...(iterations !== undefined && { iterations }),
  };
}
