import { describe, expect, it } from '@jest/globals';
import { createInMemoryLedgerStore, type Step } from '@token-ledger/in-memory';
import { describeLedgerStore } from '../behaviour/ledger-store.ts';
import { collect, SLICE_START_MS, takenBy, usageRecord, usageRecords } from '../behaviour/usage-records.ts';
import { recordKey } from '../support/records.ts';

describeLedgerStore('the in-memory ledger store', () => createInMemoryLedgerStore());
describeLedgerStore('the in-memory ledger store with pages of one item', () =>
  createInMemoryLedgerStore({ pageSize: 1 }),
);

describe('the steps of the in-memory ledger store', () => {
  it('fail one claim of many when a step is refused, and leave its id free', async () => {
    const store = createInMemoryLedgerStore({ step: failing('claim', 1, 'before') });
    const outcomes = await store.claim(usageRecords(3));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['claimed', 'failed', 'claimed']);
    expect(await store.getRecord(recordKey('req_1'))).toBeUndefined();
  });

  it('fail a claim that took effect when its answer is lost', async () => {
    const store = createInMemoryLedgerStore({ step: failing('claim', 0, 'after') });
    const [outcome] = await store.claim([usageRecord()]);
    expect(outcome?.kind).toBe('failed');
    expect(await store.claim([usageRecord()])).toEqual([takenBy(usageRecord())]);
  });

  it('let others write between two pages of segments', async () => {
    const store = createInMemoryLedgerStore();
    for (const prefix of ['a', 'b', 'c']) await store.putSegment(SLICE_START_MS, usageRecords(1, prefix));
    const pages = store.readSegments(SLICE_START_MS)[Symbol.asyncIterator]();
    const seen = [(await pages.next()).value];
    for (let index = 0; index < 20; index += 1)
      await store.putSegment(SLICE_START_MS, usageRecords(1, `late${index}-`));
    seen.push(...(await collect({ [Symbol.asyncIterator]: () => pages })));
    const ids = seen.flatMap((page) => (page ?? []).map(({ requestId }: { requestId: string }) => requestId));
    expect(ids).toEqual(expect.arrayContaining(['a0', 'b0', 'c0']));
    const late = ids.filter((id) => id.startsWith('late')).length;
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(20);
  });

  it('hand out records that cannot be changed', async () => {
    const store = createInMemoryLedgerStore();
    await store.claim([usageRecord()]);
    const record = await store.getRecord(recordKey('req_1'));
    expect(() => Object.assign(record?.tokens ?? {}, { input: 0 })).toThrow(TypeError);
  });
});

/** Fails the n-th step of an operation, before or after it takes effect. */
function failing(operation: string, occurrence: number, when: 'before' | 'after'): Step {
  let count = 0;
  return async (name, effect) => {
    const fails = name === operation && count++ === occurrence;
    if (fails && when === 'before') throw new Error('refused');
    const answer = effect();
    if (fails) throw new Error('answer lost');
    return answer;
  };
}
