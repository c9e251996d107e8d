import { randomBytes } from 'node:crypto';
import type { PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createDynamoStatisticsTableStore } from '@token-ledger/aws';
import { SLICE_START_MS, usageRecord, usageRecords } from '../../behaviour/usage-records.ts';
import { fakeClient } from './fake-client.ts';

function storeThatAnswers(answer: (index: number) => unknown) {
  const fake = fakeClient<PutCommandInput>((_call, index) => answer(index));
  const store = createDynamoStatisticsTableStore({
    ...fake,
    statisticsTable: 't',
    retention: () => ({ retentionDays: 90 }),
  });
  return { store, items: () => fake.calls.map(({ input }) => input.Item ?? {}) };
}

describe('writing segments to DynamoDB', () => {
  it.each([
    [1, 1],
    [4_000, 1],
    [4_001, 2],
  ])('stores %i small records in %i items', async (count, expected) => {
    const { store, items } = storeThatAnswers(() => ({}));
    await store.putSegment(SLICE_START_MS, usageRecords(count));
    expect(items()).toHaveLength(expected);
    expect(new Set(items().map(({ p }) => p))).toEqual(new Set(['L#202611211205#0']));
    expect(new Set(items().map(({ s }) => s)).size).toBe(expected);
  });

  it('splits what compresses to more than 300 KB', async () => {
    const { store, items } = storeThatAnswers(() => ({}));
    const records = usageRecords(2_000).map((record) => ({
      ...record,
      metadata: { noise: randomBytes(350).toString('base64url') },
    }));
    await store.putSegment(SLICE_START_MS, records);
    expect(items().length).toBeGreaterThan(1);
    for (const { z } of items()) expect((z as Uint8Array).length).toBeLessThanOrEqual(300_000);
    expect(items().reduce((sum, { n }) => sum + (n as number), 0)).toBe(2_000);
  });

  it('rejects when any of its items is not stored', async () => {
    const { store } = storeThatAnswers((index) => {
      if (index === 1) throw new Error('throttled');
      return {};
    });
    await expect(store.putSegment(SLICE_START_MS, usageRecords(8_001))).rejects.toThrow('throttled');
  });

  it('gives every segment a key of its own', async () => {
    const { store, items } = storeThatAnswers(() => ({}));
    for (let count = 0; count < 20; count += 1) await store.putSegment(SLICE_START_MS, [usageRecord()]);
    expect(new Set(items().map(({ s }) => s)).size).toBe(20);
  });
});
