import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DAY_MS,
  HOUR_MS,
  type LedgerStore,
  measuresOf,
  SLICE_MS,
  type UsageRecord,
} from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { collect } from '../behaviour/usage-records.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { Interleaving, NO_FAULTS } from '../support/interleaving.ts';
import { overriddenStore } from '../support/overridden-store.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { steppedStore } from '../support/stepped-store.ts';

const NOTHING_DONE = {
  erasedRecords: 0,
  removedCopies: 0,
  deletedQuarantined: 0,
  deletedConflicts: 0,
  repairedHours: 0,
  frozenHours: 0,
};

/** Everything that is stored of raw records, as text. */
async function rawText(ledger: AuditedLedger): Promise<string> {
  const claims = await collect(ledger.store.scanRecords());
  const copies = [];
  for (let sliceMs = NOON - HOUR_MS; sliceMs < NOON + 3 * HOUR_MS; sliceMs += SLICE_MS)
    copies.push(await collect(ledger.store.readSegments(sliceMs)));
  return JSON.stringify([claims, copies]);
}

describe('eraseUser', () => {
  let ledger: AuditedLedger;
  const gone = (overrides: Partial<UsageRecord> = {}) => usageRecord({ userId: 'u_gone', ...overrides });

  beforeEach(() => {
    ledger = new AuditedLedger();
  });

  /** The requests of the month by user. */
  async function totals(): Promise<Record<string, bigint>> {
    const month = { period: 'month', bucketId: '202611', dimension: 'user' } as const;
    const { items } = await ledger.store.listTotals(month);
    const requests = items.map(({ id, amounts }) => [id, measuresOf(amounts).requests] as const);
    return Object.fromEntries(requests.filter(([, count]) => count > 0n));
  }

  async function recordAndRollUp(...records: readonly UsageRecord[]): Promise<void> {
    await ledger.record(...records);
    ledger.nowMs = Date.UTC(2026, 11, 2);
    await ledger.rollUp();
  }

  it('leaves nothing of a user, and everything of the others', async () => {
    const kept = [usageRecord(), usageRecord({ occurredAtMs: NOON + HOUR_MS })];
    await recordAndRollUp(...kept, gone(), gone({ occurredAtMs: NOON + HOUR_MS }), gone());
    expect(await ledger.erase('u_gone')).toEqual({
      ...NOTHING_DONE,
      erasedRecords: 3,
      removedCopies: 3,
      repairedHours: 2,
    });
    expect(await rawText(ledger)).not.toContain('u_gone');
    await ledger.rollUp();
    for (const [period, bucketId, count] of [
      ['hour', '2026112112', 1],
      ['hour', '2026112113', 1],
      ['day', '20261121', 2],
      ['month', '202611', 2],
    ] as const) {
      expect(await ledger.counts(period, bucketId)).toEqual({ u_1: count });
      expect(await ledger.counts(period, bucketId, 'all')).toEqual({ '*': count });
    }
    expect(await ledger.audit()).toMatchObject({ differences: 0, pending: [] });
    for (const record of kept) expect(await ledger.store.getRecord(record)).toEqual(record);
  });

  it('keeps a late duplicate from being counted again', async () => {
    const record = gone();
    await recordAndRollUp(record);
    await ledger.erase('u_gone');
    expect(await ledger.record(record, { ...record, userId: 'u_2' })).toEqual([
      { kind: 'erased' },
      { kind: 'erased' },
    ]);
    await ledger.rollUp();
    expect(await ledger.counts('month', '202611', 'all')).toEqual({});
    expect(await rawText(ledger)).not.toContain(record.requestId);
  });

  it('finds records of messages that got no further than the claim', async () => {
    const record = gone();
    await ledger.store.claim([record]);
    expect(await ledger.erase('u_gone')).toMatchObject({ erasedRecords: 1, removedCopies: 0 });
    expect(await ledger.record(record)).toEqual([{ kind: 'erased' }]);
  });

  it('does nothing where there is nothing, or the second time', async () => {
    await recordAndRollUp(usageRecord(), gone());
    expect(await ledger.erase('u_unknown')).toEqual(NOTHING_DONE);
    await ledger.erase('u_gone');
    await ledger.rollUp();
    expect(await ledger.erase('u_gone')).toEqual(NOTHING_DONE);
    expect(await ledger.marks('hour')).toEqual([]);
  });

  it('completes an erasure that stopped before it asked for the repair', async () => {
    await recordAndRollUp(usageRecord(), gone());
    const failing = overriddenStore(ledger.store, { putMark: () => Promise.reject(new Error('killed')) });
    await expect(ledger.erase('u_gone', undefined, failing)).rejects.toThrow('killed');
    expect(await rawText(ledger)).not.toContain('u_gone');
    expect(await ledger.erase('u_gone')).toEqual({ ...NOTHING_DONE, repairedHours: 1 });
    await ledger.rollUp();
    expect(await ledger.counts('month', '202611')).toEqual({ u_1: 1 });
  });

  it('erases only what occurred in a range, to the millisecond', async () => {
    const times = [NOON - 1, NOON, NOON + HOUR_MS - 1, NOON + HOUR_MS];
    await recordAndRollUp(...times.map((occurredAtMs) => gone({ occurredAtMs })));
    await ledger.erase('u_gone', { fromMs: NOON, toMs: NOON + HOUR_MS });
    const left = (await collect(ledger.store.scanRecords())).flat().map(({ occurredAtMs }) => occurredAtMs);
    expect(left).toEqual([NOON - 1, NOON + HOUR_MS]);
    await ledger.rollUp();
    expect(await ledger.counts('month', '202611')).toEqual({ u_gone: 2 });
    expect(await ledger.audit()).toMatchObject({ differences: 0 });
  });

  it('erases what raw copies a frozen hour still has, and says that its statistics stay', async () => {
    await recordAndRollUp(gone());
    ledger.nowMs = NOON + HOUR_MS + 87 * DAY_MS;
    expect(await ledger.erase('u_gone')).toEqual({
      ...NOTHING_DONE,
      erasedRecords: 1,
      removedCopies: 1,
      frozenHours: 1,
    });
    expect(await rawText(ledger)).not.toContain('u_gone');
    expect(await ledger.marks('hour')).toEqual([]);
    expect(await ledger.counts('hour', '2026112112')).toEqual({ u_gone: 1 });
  });

  describe('whose calls were completed or merged', () => {
    const begun = { status: 'partial', otherName: 'msg_1', requestId: 'req_1' } as const;

    /** The user was named later, and another call of the user's was counted twice before. */
    async function recordInSteps(): Promise<void> {
      const { userId: _, ...unnamed } = usageRecord(begun);
      const merged = gone({ requestId: 'req_2', occurredAtMs: NOON + HOUR_MS });
      await ledger.record(unnamed, usageRecord({ requestId: 'kept' }));
      await ledger.record(gone({ ...begun, status: 'ok' }));
      await ledger.record(merged);
      await ledger.record({ ...merged, requestId: 'msg_2', occurredAtMs: NOON });
      await ledger.record({ ...merged, otherName: 'msg_2' });
      ledger.nowMs = Date.UTC(2026, 11, 2);
      for (let run = 0; run < 6; run += 1) await ledger.rollUp();
      expect(await totals()).toEqual({ u_1: 1n, u_gone: 2n });
    }

    it('leaves nothing of any revision, nor of what was merged', async () => {
      await recordInSteps();
      expect(await ledger.erase('u_gone')).toMatchObject({ erasedRecords: 3, repairedHours: 2 });
      expect(await rawText(ledger)).not.toMatch(/u_gone|req_1|req_2|msg_2/);
      for (let run = 0; run < 6; run += 1) await ledger.rollUp();
      expect(await totals()).toEqual({ u_1: 1n });
      expect(await ledger.audit()).toMatchObject({ differences: 0, pending: [] });
    });

    it('completes an erasure that stopped at any write', async () => {
      const writes = new Set(['eraseRecord', 'removeFromSegments', 'putMark']);
      for (let at = 1; ; at += 1) {
        ledger = new AuditedLedger();
        await recordInSteps();
        let written = 0;
        const { step } = ledger;
        ledger.step = async (operation, effect) => {
          if (writes.has(operation)) written += 1;
          if (written === at) throw new Error('killed');
          return step(operation, effect);
        };
        const range = { fromMs: NOON, toMs: NOON + 2 * HOUR_MS };
        await ledger.erase('u_gone', range).catch((error: Error) => expect(error.message).toBe('killed'));
        ledger.step = step;
        await ledger.erase('u_gone', range);
        expect([at, await rawText(ledger)]).toEqual([
          at,
          expect.not.stringMatching(/u_gone|req_1|req_2|msg_2/),
        ]);
        for (let run = 0; run < 6; run += 1) await ledger.rollUp();
        expect([at, await totals()]).toEqual([at, { u_1: 1n }]);
        expect(await ledger.audit()).toMatchObject({ differences: 0, pending: [] });
        if (written < at) break;
      }
    });

    it('never counts them again, under either name', async () => {
      await recordInSteps();
      await ledger.erase('u_gone');
      const again = [
        gone({ ...begun, status: 'ok' }),
        gone({ requestId: 'msg_1' }),
        gone({ requestId: 'req_2' }),
        gone({ requestId: 'msg_2' }),
        gone({ requestId: 'req_2', otherName: 'msg_2' }),
      ];
      for (const report of again) expect(await ledger.record(report)).toEqual([{ kind: 'erased' }]);
    });
  });

  it('deletes conflicts one side of which names the user, and no others', async () => {
    await ledger.record(gone({ requestId: 'a' }), gone({ requestId: 'b' }), usageRecord({ requestId: 'c' }));
    await ledger.record(usageRecord({ requestId: 'a' }), gone({ requestId: 'c' }));
    await ledger.record(usageRecord({ requestId: 'c', userId: 'u_2' }));
    expect(await ledger.store.listConflicts('20261121')).toHaveLength(3);
    expect(await ledger.erase('u_gone')).toMatchObject({ deletedConflicts: 2 });
    const left = await ledger.store.listConflicts('20261121');
    expect(left.map(({ reported }) => reported.userId)).toEqual(['u_2']);
  });

  it('deletes quarantined records of the user, and of nobody else', async () => {
    const quarantined = { receivedAtMs: NOON - 30 * DAY_MS, reason: 'too_old', problems: [] };
    const records = ['{"userId":"u_gone"}', '{"userId":"u_1","model":"u_gone"}', 'null', 'no JSON', '[]'];
    for (const [index, record] of records.entries())
      await ledger.store.quarantine({ ...quarantined, id: String(index), record });
    expect(await ledger.erase('u_gone')).toMatchObject({ deletedQuarantined: 1 });
    const left = await ledger.store.listQuarantined('20261022');
    expect(left.map(({ record }) => record)).toEqual(records.slice(1));
  });

  it('erases everything in two passes, even with others at work during the first, and nothing of others', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      ledger = new AuditedLedger();
      const random = new Random(seed);
      // Each call is reported in part by one name, in full by the other, and by both.
      const calls = Array.from({ length: 3 }, (_, index) => {
        const call = usageRecord({
          requestId: `req_${index}`,
          userId: random.pick(['u_gone', 'u_1']),
          occurredAtMs: NOON + random.below(2) * HOUR_MS,
        });
        const ofMessage = { ...call, requestId: `msg_${index}`, occurredAtMs: NOON };
        return [
          { ...call, status: 'partial' } as const,
          ofMessage,
          { ...call, otherName: ofMessage.requestId },
        ] as const;
      });
      const records = calls.flat();
      ledger.nowMs = NOON + 3 * HOUR_MS;
      await ledger.record(...records.slice(0, 2));
      const range = { fromMs: NOON, toMs: NOON + 2 * HOUR_MS };
      const interleaving = new Interleaving(random, 'uniform', NO_FAULTS);
      const act = (run: (store: LedgerStore) => Promise<unknown>) =>
        interleaving.start(async (call) => {
          await run(steppedStore(ledger.store, call));
        });
      for (const record of records) act((store) => ledger.recordOn(store, record));
      for (let count = 0; count < 2; count += 1) act((store) => ledger.rollUp(store));
      act((store) => ledger.erase('u_gone', range, store));
      await interleaving.finish();

      await ledger.erase('u_gone', range);
      ledger.nowMs = Date.UTC(2026, 11, 2);
      for (let run = 0; run < 6; run += 1) await ledger.rollUp();
      const others = calls.filter(([{ userId }]) => userId === 'u_1').length;
      expect([seed, await totals()]).toEqual([seed, others > 0 ? { u_1: BigInt(others) } : {}]);
      expect(await rawText(ledger)).not.toContain('u_gone');
      expect(await ledger.audit()).toMatchObject({ differences: 0, pending: [] });
    }
  });
});
