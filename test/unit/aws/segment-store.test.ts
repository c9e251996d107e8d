import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createDynamoLedgerTableStore } from '@token-ledger/aws';
import type { UsageRecord } from '@token-ledger/core';
import { SLICE_START_MS, usageRecord, usageRecords } from '../../behaviour/usage-records.ts';
import { fakeClient } from './fake-client.ts';

function storeThatAnswers(answer: (index: number) => unknown) {
  const fake = fakeClient<PutCommandInput>((_call, index) => answer(index));
  const store = createDynamoLedgerTableStore({
    ...fake,
    ledgerTable: 't',
    retention: () => ({ retentionDays: 90 }),
  });
  return { store, calls: fake.calls, items: () => fake.calls.map(({ input }) => input.Item ?? {}) };
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

  it('stores revised records apart, under keys that sort first', async () => {
    const { store, items } = storeThatAnswers(() => ({}));
    const records = usageRecords(4).map((record, index) => ({
      ...record,
      revision: index === 0 ? 1 : index,
    }));
    await store.putSegment(SLICE_START_MS, records);
    const stored = items().map(({ s, n }) => ({ first: String(s)[0], count: n }));
    expect(stored.toSorted((a, b) => String(a.first).localeCompare(String(b.first)))).toEqual([
      { first: '!', count: 2 },
      { first: '0', count: 2 },
    ]);
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

describe('removing records from segments on DynamoDB', () => {
  it('goes through the revised ones last', async () => {
    const { store, calls } = storeThatAnswers(() => ({ Items: [] }));
    await store.removeFromSegments(SLICE_START_MS, () => true);
    expect(calls.map(({ input }) => input)).toMatchObject([
      { ScanIndexForward: false, ConsistentRead: true },
    ]);
  });

  /** The item of a segment, as it is stored. */
  async function segmentOf(...records: readonly UsageRecord[]): Promise<Record<string, unknown>> {
    const { store, items } = storeThatAnswers(() => ({}));
    await store.putSegment(SLICE_START_MS, records);
    return items()[0] as Record<string, unknown>;
  }

  /** Refuses the first write and returns the existing item instead. */
  function storeThatIsSlow(first: object, afterwards: object | undefined) {
    let writes = 0;
    const fake = fakeClient<PutCommandInput>(({ command }) => {
      if (command === 'QueryCommand') return { Items: [first] };
      if (command === 'GetCommand') return { Item: afterwards };
      writes += 1;
      if (writes > 1) return {};
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    });
    const store = createDynamoLedgerTableStore({
      ...fake,
      ledgerTable: 't',
      retention: () => ({ retentionDays: 90 }),
    });
    const commands = () => fake.calls.map(({ command }) => command);
    return { store, commands, last: () => fake.calls.at(-1)?.input };
  }

  const [a, b, c] = usageRecords(3) as [UsageRecord, UsageRecord, UsageRecord];
  const isA = ({ requestId }: UsageRecord) => requestId === a.requestId;

  it('replaces a segment under its key and expiry, if it still has as many records', async () => {
    const item = await segmentOf(a, b, c);
    const { store, items, calls } = storeThatAnswers((index) => (index === 0 ? { Items: [item] } : {}));
    expect(await store.removeFromSegments(SLICE_START_MS, isA)).toEqual([a]);
    expect(items()[1]).toEqual({ ...(await segmentOf(b, c)), s: item['s'] });
    expect(calls[1]?.input).toMatchObject({
      ConditionExpression: '#n = :n',
      ExpressionAttributeValues: { ':n': 3 },
    });
  });

  it('starts again with the existing item if another writer was faster', async () => {
    const first = await segmentOf(a, b, c);
    const afterwards = await segmentOf(a, c);
    const { store, commands, last } = storeThatIsSlow(first, afterwards);
    expect(await store.removeFromSegments(SLICE_START_MS, isA)).toEqual([a]);
    expect(commands()).toEqual(['QueryCommand', 'PutCommand', 'GetCommand', 'PutCommand']);
    expect(last()?.Item).toEqual({ ...(await segmentOf(c)), s: afterwards['s'] });
  });

  it('returns the removed records also if only the answer to its own write got lost', async () => {
    const { store, commands } = storeThatIsSlow(await segmentOf(a, b), await segmentOf(b));
    expect(await store.removeFromSegments(SLICE_START_MS, isA)).toEqual([a]);
    expect(commands()).toEqual(['QueryCommand', 'PutCommand', 'GetCommand']);
  });

  it('deletes a segment without other records, and accepts that it is gone', async () => {
    const { store, commands } = storeThatIsSlow(await segmentOf(a), undefined);
    expect(await store.removeFromSegments(SLICE_START_MS, isA)).toEqual([a]);
    expect(commands()).toEqual(['QueryCommand', 'DeleteCommand', 'GetCommand']);
  });
});
