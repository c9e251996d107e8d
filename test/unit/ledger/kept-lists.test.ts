import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, type LedgerStore, readTopConsumers, type UsageRecord } from '@token-ledger/core';
import { createListCache } from '../../../functions/query-usage/list-cache.ts';
import { AuditedLedger } from '../../support/audited-ledger.ts';
import { overriddenStore } from '../../support/overridden-store.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const DAYS = 5;
const MODEL = 'claude-opus-5-20260510';

describe('lists that an answer has read', () => {
  let ledger: AuditedLedger;
  let store: LedgerStore;
  let readLists: string[];
  let listCache: ReturnType<typeof createListCache>;

  beforeEach(async () => {
    ledger = new AuditedLedger();
    for (let day = 0; day < DAYS; day += 1) await ledger.record(record(day, 'u_1'), record(day, 'u_2'));
    ledger.nowMs = NOON + (DAYS + 1) * DAY_MS;
    await ledger.rollUp();
    readLists = [];
    listCache = createListCache();
    store = overriddenStore(ledger.store, {
      getExcerpts: (keys, cells) => {
        const lists = keys.filter(({ dimension }) => dimension === 'list');
        readLists.push(...lists.map(({ bucketId, id }) => `${bucketId} ${id}`));
        return ledger.store.getExcerpts(keys, cells);
      },
    });
  });

  const record = (day: number, userId: string): UsageRecord =>
    usageRecord({ occurredAtMs: NOON + day * DAY_MS, userId, model: MODEL, feature: 'chat' });
  async function requests(filter = {}): Promise<Record<string, number>> {
    const [fromMs, toMs] = [NOON - DAY_MS / 2, NOON + (DAYS - 1) * DAY_MS + DAY_MS / 2];
    const thresholds = { minTokens: 0n, minRequests: 0n, limit: 100 };
    const query = { kind: 'user', sort: 'cost', fromMs, toMs, ...thresholds, ...filter } as const;
    const { consumers } = await readTopConsumers(
      { ...ledger.deps, store, listCache },
      { kind: 'everything' },
      query,
    );
    return Object.fromEntries(consumers.map(({ id, totals }) => [id, Number(totals.requests)]));
  }

  it('are not read again', async () => {
    const first = await requests();
    expect(first).toEqual({ u_1: DAYS, u_2: DAYS });
    expect(readLists).toHaveLength(DAYS);
    expect(await requests()).toEqual(first);
    expect(readLists).toHaveLength(DAYS);
  });

  it('are read again where a late record changed their bucket, and nowhere else', async () => {
    await requests();
    readLists = [];
    await ledger.record(record(1, 'u_late'));
    await ledger.rollUp();
    expect(await requests()).toMatchObject({ u_late: 1 });
    expect(readLists).toEqual(['20261122 user']);
  });

  it('are not used for an erased user', async () => {
    await requests();
    await ledger.erase('u_1');
    await ledger.rollUp();
    expect(await requests()).toEqual({ u_2: DAYS });
  });

  it('are kept by filter', async () => {
    expect(await requests({ models: new Set([MODEL]) })).toEqual({ u_1: DAYS, u_2: DAYS });
    expect(await requests({ features: new Set(['chat']) })).toEqual({ u_1: DAYS, u_2: DAYS });
    expect(readLists).toHaveLength(2 * DAYS);
    expect(await requests({ features: new Set(['search']) })).toEqual({});
    expect(await requests({ features: new Set(['search', 'chat']) })).toEqual({ u_1: DAYS, u_2: DAYS });
  });
});
