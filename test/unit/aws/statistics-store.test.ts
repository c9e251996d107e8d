import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { BatchGetCommandInput, PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createDynamoLedgerTableStore } from '@token-ledger/aws';
import { MEASURE_NAMES, NO_MEASURES, type StatisticsItem, type StatisticsKey } from '@token-ledger/core';
import { fakeClient } from './fake-client.ts';

type Input = BatchGetCommandInput & PutCommandInput;
type Keys = Record<string, unknown>[];

const keys = (count: number) =>
  Array.from({ length: count }, (_, index): StatisticsKey => {
    return { period: 'hour', bucketId: '2026112112', dimension: 'user', id: `u_${index}` };
  });
const item = (key: StatisticsKey): StatisticsItem => ({
  ...key,
  statistics: {
    count: 3,
    cells: [{ model: 'm', feature: '-', measures: { ...NO_MEASURES, requests: 3n, input: 2n ** 60n } }],
  },
});

function storeThatAnswers(answer: (input: Input, index: number) => unknown) {
  const fake = fakeClient<Input>(({ input }, index) => answer(input, index));
  const store = createDynamoLedgerTableStore({
    ...fake,
    ledgerTable: 'statistics',
    retention: () => ({ retentionDays: 90 }),
  });
  return { ...fake, store };
}

/** The item that the store writes for the statistics of a key. */
async function writtenItem(key: StatisticsKey): Promise<Record<string, unknown>> {
  const { store, calls } = storeThatAnswers(() => ({}));
  await store.putStatistics(item(key), undefined);
  return calls[0]?.input.Item ?? {};
}

const wanted = (input: Input) => (input.RequestItems?.['statistics']?.Keys ?? []) as Keys;
const unprocessed = (left: Keys) => (left.length === 0 ? {} : { statistics: { Keys: left } });

describe('reading statistics from DynamoDB', () => {
  it.each([
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('requests %i keys in calls of %j', async (count, sizes) => {
    const { store, calls } = storeThatAnswers(() => ({ Responses: { statistics: [] } }));
    expect(await store.getStatistics(keys(count))).toEqual([]);
    expect(calls.map(({ input }) => wanted(input).length)).toEqual(sizes);
  });

  it('lists totals without the cells, page by page', async () => {
    const [first, second] = await Promise.all(keys(2).map(writtenItem));
    const { store, calls } = storeThatAnswers((_, index) =>
      index === 0 ? { Items: [first], LastEvaluatedKey: first } : { Items: [second] },
    );
    const amounts = [3, 0, 2n ** 60n];
    const bucket = { period: 'hour', bucketId: '2026112112', dimension: 'user' } as const;
    const page = await store.listTotals(bucket);
    expect(page).toEqual({ items: [{ id: 'u_0', amounts }], nextAfterId: 'u_0' });
    expect(await store.listTotals(bucket, { afterId: 'u_0' })).toEqual({ items: [{ id: 'u_1', amounts }] });
    expect(calls.map(({ input }) => input)).toMatchObject([
      { ProjectionExpression: '#s, #totals', ConsistentRead: true },
      { ExclusiveStartKey: { s: 'i#u_0' } },
    ]);
  });

  it('is strongly consistent on request', async () => {
    const { store, calls } = storeThatAnswers(() => ({ Responses: {} }));
    await store.getStatistics(keys(1));
    await store.getStatistics(keys(1), { consistent: true });
    expect(calls.map(({ input }) => input.RequestItems?.['statistics']?.ConsistentRead)).toEqual([
      false,
      true,
    ]);
  });

  it('requests unprocessed keys again until everything is read', async () => {
    const stored = await Promise.all(keys(10).map(writtenItem));
    const { store, calls, waits } = storeThatAnswers((input) => {
      // Never more than three at once, as when items are large.
      const [now, later] = [wanted(input).slice(0, 3), wanted(input).slice(3)];
      return {
        Responses: { statistics: stored.filter(({ s }) => now.some((key) => key['s'] === s)) },
        UnprocessedKeys: unprocessed(later),
      };
    });
    expect(await store.getStatistics(keys(10))).toMatchObject(keys(10).map(item));
    expect(calls).toHaveLength(4);
    expect(waits).toEqual([]);
  });

  it('waits when no key is processed, and continues when one is', async () => {
    const stored = await writtenItem(keys(1)[0] as StatisticsKey);
    const { store, waits } = storeThatAnswers((input, index) =>
      index < 5 ? { UnprocessedKeys: unprocessed(wanted(input)) } : { Responses: { statistics: [stored] } },
    );
    expect(await store.getStatistics(keys(1))).toMatchObject(keys(1).map(item));
    expect(waits).toHaveLength(5);
  });

  it('rejects rather than leaving items out when DynamoDB keeps refusing', async () => {
    const { store, calls } = storeThatAnswers((input) => ({ UnprocessedKeys: unprocessed(wanted(input)) }));
    await expect(store.getStatistics(keys(2))).rejects.toThrow('keeps refusing to read 2 items');
    expect(calls).toHaveLength(6);
  });

  it.each([
    ['totals that are not the sum of the cells', { tot: [4, 0, 2n ** 60n] }],
    ['cells that cannot be unpacked', { z: new Uint8Array([1, 2, 3]) }],
    ['no count', { n: undefined }],
    ['revisions that are no number', { rv: '3' }],
    ['a total that is not a whole number', { tot: [3.5] }],
  ])('rejects an item with %s', async (_name, damage) => {
    const stored = await writtenItem(keys(1)[0] as StatisticsKey);
    const { store } = storeThatAnswers(() => ({ Responses: { statistics: [{ ...stored, ...damage }] } }));
    await expect(store.getStatistics(keys(1))).rejects.toMatchObject({ name: 'CorruptDataError' });
  });

  it('stores how often its records were revised, unless none was, as in items from before', async () => {
    const [key] = keys(1) as [StatisticsKey];
    const stored = async (revisions: number) => {
      const { store, calls } = storeThatAnswers(() => ({}));
      const revised = { ...item(key), statistics: { ...item(key).statistics, revisions } };
      await store.putStatistics(revised, undefined);
      return calls[0]?.input.Item ?? {};
    };
    expect(await stored(0)).not.toHaveProperty('rv');
    const revised = await stored(7);
    const { store } = storeThatAnswers(() => ({ Responses: { statistics: [revised] } }));
    expect((await store.getStatistics([key]))[0]?.statistics.revisions).toBe(7);
  });

  it('reads an item that was written with a measure it does not know, or before one it knows existed', async () => {
    const stored = await writtenItem(keys(1)[0] as StatisticsKey);
    // Zeros at the end are not stored.
    const totals = stored['tot'] as bigint[];
    expect(totals.at(-1)).not.toBe(0n);
    const complete = MEASURE_NAMES.map((_, index) => totals[index] ?? 0n);
    for (const tot of [[...complete, 77n], complete, totals]) {
      const { store } = storeThatAnswers(() => ({ Responses: { statistics: [{ ...stored, tot }] } }));
      expect(await store.getStatistics(keys(1))).toMatchObject(keys(1).map(item));
    }
  });
});

describe('writing statistics to DynamoDB', () => {
  const [key] = keys(1) as [StatisticsKey];
  const refused = (Item?: Record<string, { S: string }>) =>
    new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
      Item: Item as never,
    });

  it('compares the stored version with the one that was read', async () => {
    const { store, calls } = storeThatAnswers(() => ({}));
    expect(await store.putStatistics(item(key), 'read before')).toBe(true);
    expect(calls[0]?.input).toMatchObject({
      ConditionExpression: '#w = :w',
      ExpressionAttributeNames: { '#w': 'w' },
      ExpressionAttributeValues: { ':w': 'read before' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  it('returns false if another writer was faster', async () => {
    const { store } = storeThatAnswers(() => Promise.reject(refused({ w: { S: 'another write' } })));
    expect(await store.putStatistics(item(key), 'read before')).toBe(false);
  });

  it('returns false if the item is gone', async () => {
    const { store } = storeThatAnswers(() => Promise.reject(refused()));
    expect(await store.putStatistics(item(key), 'read before')).toBe(false);
  });

  it('recognizes its own write when the answer got lost and the SDK retried', async () => {
    const { store } = storeThatAnswers((input) =>
      Promise.reject(refused({ w: { S: String(input.Item?.['w']) } })),
    );
    expect(await store.putStatistics(item(key), undefined)).toBe(true);
  });

  it('never uses a write id twice', async () => {
    const { store, calls } = storeThatAnswers(() => ({}));
    for (let count = 0; count < 10; count += 1) await store.putStatistics(item(key), undefined);
    expect(new Set(calls.map(({ input }) => input.Item?.['w'])).size).toBe(10);
  });

  it('rejects when the write fails for any other reason', async () => {
    const { store } = storeThatAnswers(() => Promise.reject(new Error('throttled')));
    await expect(store.putStatistics(item(key), undefined)).rejects.toThrow('throttled');
  });
});
