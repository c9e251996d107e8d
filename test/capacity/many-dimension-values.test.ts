import { expect, it } from '@jest/globals';
import {
  ALL_ID,
  type Dimension,
  HOUR_MS,
  readStatistics,
  recordUsage,
  rollUp,
  type StatisticsQuery,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { ledgerOver } from '../support/ledger-over.ts';
import { NOON, usageRecord } from '../support/records.ts';

const VALUES = 10_000;

it('records, rolls up and reads 10,000 access keys and 10,000 users of one hour, whole and page by page', async () => {
  let nowMs = NOON + HOUR_MS / 2;
  const ledger = ledgerOver(createInMemoryLedgerStore({ pageSize: 1_000 }), () => nowMs);
  const records = Array.from({ length: VALUES }, (_, index) =>
    usageRecord({
      occurredAtMs: NOON + index * 360,
      accessKeyId: `ak_${index}`,
      userId: `u_${VALUES - index}`,
    }),
  );
  const outcomes = await recordUsage(ledger, records);
  expect(outcomes.filter(({ kind }) => kind === 'recorded')).toHaveLength(VALUES);

  const query = (dimension: Dimension, limit: number): StatisticsQuery => {
    return { dimension, period: 'hour', fromMs: NOON, toMs: NOON + HOUR_MS, limit };
  };
  // First folded from recent records, then read from the roll-up.
  for (const pending of [1, 0]) {
    const all = await readStatistics(ledger, { ...query('all', 1), id: ALL_ID });
    expect(all.rows).toMatchObject([{ statistics: { count: VALUES } }]);
    expect(all.pendingHours).toHaveLength(pending);
    for (const [dimension, prefix] of [
      ['access_key', 'ak_'],
      ['user', 'u_'],
    ] as const) {
      const { rows, next } = await readStatistics(ledger, query(dimension, VALUES));
      expect(next).toBeUndefined();
      expect(new Set(rows.map(({ id }) => id)).size).toBe(VALUES);
      expect(rows.every(({ id, statistics }) => id.startsWith(prefix) && statistics.count === 1)).toBe(true);
    }
    nowMs = NOON + 2 * HOUR_MS;
    const report = await rollUp(ledger, { maxBuckets: 1, deadlineMs: nowMs + 1, coalesceLate: true });
    expect(report).toMatchObject({ rolledUp: pending, failures: [] });
  }

  const ids: string[] = [];
  let after: StatisticsQuery['after'];
  do {
    const page = await readStatistics(ledger, { ...query('user', 3_000), ...(after && { after }) });
    ids.push(...page.rows.map(({ id }) => id));
    after = page.next;
  } while (after);
  expect(ids).toHaveLength(VALUES);
  expect(new Set(ids).size).toBe(VALUES);
});
