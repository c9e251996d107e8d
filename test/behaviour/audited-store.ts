import { describe, expect, it } from '@jest/globals';
import {
  auditDay,
  Calendar,
  createReadPrices,
  DAY_MS,
  type DayAuditStore,
  HOUR_MS,
  type LedgerStore,
  type PriceStore,
  recordUsage,
  rollUp,
  type SourceStore,
  scoreOf,
} from '@token-ledger/core';
import { ROLL_UP_ALL } from '../support/ledger-over.ts';
import { NOON, usageRecord } from '../support/records.ts';

interface AuditedStores {
  readonly store: LedgerStore;
  readonly prices: PriceStore;
  readonly sources: SourceStore;
  readonly audits: DayAuditStore;
}

/** The nightly audit over stores that keep what they are given as text and bytes. */
export function describeAuditedStore(name: string, create: () => Promise<AuditedStores>): void {
  describe(name, () => {
    it('has a planted figure repaired, found right and reported by the audit of the night', async () => {
      const { store, prices, sources, audits } = await create();
      let tokens = 0;
      let nowMs = NOON;
      const deps = {
        store,
        sources,
        audits,
        clock: () => nowMs,
        newToken: () => `token_${(tokens += 1)}`,
        calendar: new Calendar('UTC'),
        retention: { retentionDays: 90 },
        readPrices: createReadPrices(prices),
        sampler: { sampleRecords: async () => [usageRecord({ requestId: 'req_1' })] },
        random: () => 0,
      };
      await recordUsage(deps, [usageRecord({ requestId: 'req_1' }), usageRecord()]);
      await sources.markHeard('direct', NOON);
      nowMs = NOON + DAY_MS / 2 + 2 * HOUR_MS;
      await rollUp(deps, ROLL_UP_ALL);

      const key = { period: 'hour', bucketId: '2026112112', dimension: 'user', id: 'u_1' } as const;
      const [item] = await store.getStatistics([key]);
      const cells = item?.statistics.cells.map(({ measures, ...cell }) => ({
        ...cell,
        measures: { ...measures, output: measures.output + 1n },
      }));
      const wrong = { ...key, statistics: { count: 2, cells: cells ?? [] } };
      expect(await store.putStatistics(wrong, item?.version)).toBe(true);

      const run = () => auditDay(deps, { deadlineMs: Number.POSITIVE_INFINITY, maxRuns: 4 });
      expect((await run()).kind).toBe('unfinished');
      await rollUp(deps, ROLL_UP_ALL);
      const { kind, audit } = await run();
      expect(kind).toBe('finished');
      expect(await audits.listDayAudits('20261121', '20261121')).toEqual([audit]);
      expect(audit).toMatchObject({
        figures: { repaired: expect.any(Number), kept: 0 },
        outcomes: [{ kind: 'hour', id: '2026112112', outcome: 'repaired' }],
        sources: { direct: { records: 2 } },
      });
      expect(scoreOf(audit)).toBe(96);
    });
  });
}
