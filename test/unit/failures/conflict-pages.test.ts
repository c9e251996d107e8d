import { describe, expect, it } from '@jest/globals';
import {
  CONFLICT_DAYS,
  type Conflict,
  type ConflictPlace,
  countConflicts,
  DAY_MS,
  pageOfConflicts,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { NOON, usageRecord } from '../../support/records.ts';

const LATELY = { fromMs: NOON - DAY_MS, toMs: NOON + 1 };
const EVER = { fromMs: 0, toMs: NOON + DAY_MS };

function conflict(id: string, receivedAtMs = NOON, accessKeyId = 'ak_1'): Conflict {
  const { tokens, model, status, requestId, occurredAtMs } = usageRecord();
  const side = { tokens, model, status, requestId, occurredAtMs, receivedAtMs };
  return { id, accessKeyId, reason: 'figures', receivedAtMs, recorded: side, reported: side };
}

async function ledgerWith(...conflicts: readonly Conflict[]) {
  const store = createInMemoryLedgerStore();
  for (const each of conflicts) await store.putConflict(each);
  return { store, clock: () => NOON };
}

const ids = (conflicts: readonly Conflict[]) => conflicts.map(({ id }) => id);

describe('pages of conflicts', () => {
  it('have the latest day first, within a day by id, and together are the whole', async () => {
    const ledger = await ledgerWith(
      conflict('b'),
      conflict('a', NOON - 1),
      conflict('c', NOON - DAY_MS),
      conflict('d', NOON - 40 * DAY_MS),
    );
    for (const limit of [1, 2, 3, 4, 5]) {
      const found: string[] = [];
      let after: ConflictPlace | undefined;
      let pages = 0;
      do {
        const page = await pageOfConflicts(ledger, { ...EVER, limit, ...(after && { after }) });
        expect(page.conflicts.length).toBeLessThanOrEqual(limit);
        found.push(...ids(page.conflicts));
        after = page.next;
        pages += 1;
      } while (after);
      expect(found).toEqual(['a', 'b', 'c', 'd']);
      expect(pages).toBe(Math.ceil(4 / limit));
    }
  });

  it('hold what was received within the range, to the millisecond', async () => {
    const ledger = await ledgerWith(conflict('a', NOON - 2), conflict('b', NOON - 1), conflict('c', NOON));
    const range = { fromMs: NOON - 1, toMs: NOON, limit: 10 };
    expect(ids((await pageOfConflicts(ledger, range)).conflicts)).toEqual(['b']);
  });

  it('can be of one access key', async () => {
    const ledger = await ledgerWith(conflict('a'), conflict('b', NOON, 'ak_2'), conflict('c'));
    const page = await pageOfConflicts(ledger, { ...EVER, limit: 1, accessKeyId: 'ak_2' });
    expect(ids(page.conflicts)).toEqual(['b']);
    const rest = await pageOfConflicts(ledger, { ...EVER, limit: 1, accessKeyId: 'ak_2', after: page.next! });
    expect(rest).toEqual({ conflicts: [] });
  });

  it('end, with a place to go on, where too much would have to be read', async () => {
    const ledger = await ledgerWith(
      ...Array.from({ length: 5_001 }, (_, index) => conflict(`${index}`.padStart(4, '0'))),
      conflict('z', NOON - DAY_MS, 'ak_2'),
    );
    const query = { ...LATELY, limit: 10, accessKeyId: 'ak_2' };
    const page = await pageOfConflicts(ledger, query);
    expect(page).toEqual({ conflicts: [], next: { day: '20261121', id: '4999' } });
    const rest = await pageOfConflicts(ledger, { ...query, after: page.next! });
    expect(ids(rest.conflicts)).toEqual(['z']);
  });

  it('have nothing that has expired, to the millisecond', async () => {
    const oldestMs = NOON - CONFLICT_DAYS * DAY_MS;
    const ledger = await ledgerWith(conflict('kept', oldestMs + 1), conflict('expired', oldestMs));
    expect(ids((await pageOfConflicts(ledger, { ...EVER, limit: 10 })).conflicts)).toEqual(['kept']);
  });
});

describe('the number of conflicts', () => {
  it('is that of the range', async () => {
    const ledger = await ledgerWith(
      conflict('a'),
      conflict('b', NOON - DAY_MS),
      conflict('c', NOON - 2 * DAY_MS),
    );
    expect(await countConflicts(ledger, { fromMs: NOON - DAY_MS, toMs: NOON + 1 })).toEqual({
      reports: 2,
      complete: true,
    });
  });

  it.each([
    [5_000, true],
    [5_001, false],
  ])('of %i is complete: %j', async (count, complete) => {
    const many = Array.from({ length: count }, (_, index) => conflict(`${index}`));
    expect(await countConflicts(await ledgerWith(...many), LATELY)).toEqual({ reports: 5_000, complete });
  });
});
