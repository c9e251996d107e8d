import { randomUUID } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDocumentClient } from '@token-ledger/aws';
import { itemBytes, readUnits, writeUnits } from '../capacity/item-size.ts';

/*
 * Compares the capacity rules of test/capacity with what Amazon's own engine reports. The engine reports nothing for
 * PartiQL and failed conditions: an insert costs as much as a put, and a refused write as much as the existing item.
 */

const client = createDocumentClient();
afterAll(() => client.destroy());
let TableName: string;
const ReturnConsumedCapacity = 'TOTAL';

beforeEach(async () => {
  TableName = `capacity-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['p', 's'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'p', KeyType: 'HASH' },
        { AttributeName: 's', KeyType: 'RANGE' },
      ],
    }),
  );
});

const KEY = { p: 'partition', s: 'sort' };

/** An item of exactly this many bytes by our count. */
function itemOf(bytes: number, attributes: Record<string, unknown> = {}) {
  const item = { ...KEY, ...attributes, z: new Uint8Array(0) };
  item.z = new Uint8Array(bytes - itemBytes(item));
  return item;
}

async function put(Item: Record<string, unknown>): Promise<number | undefined> {
  const { ConsumedCapacity } = await client.send(new PutCommand({ TableName, Item, ReturnConsumedCapacity }));
  return ConsumedCapacity?.CapacityUnits;
}

describe('the size of an item', () => {
  it.each([
    ['a text', 'grüße 漢 😀'],
    ['nothing in it', ''],
    ['bytes', new Uint8Array(77)],
    ['zero', 0],
    ['one digit', 7],
    ['two digits', 42],
    ['three digits', 123],
    ['trailing zeros', 1_200_000],
    ['zeros within', 100_000_001],
    ['a fraction', 0.25],
    ['an odd fraction', 12.125],
    ['a negative number', -123_456],
    ['milliseconds since the epoch', 1_795_262_400_123],
    ['38 digits', 10n ** 38n - 1n],
    ['a truth', true],
    ['a list of sums', [1n, 0n, 99_999n, 2n ** 70n]],
    ['maps in a list', [{ path: 'usage', message: 'is negative' }, {}]],
    ['nothing', null],
  ])('is exact to the byte with %s', async (_name, value) => {
    expect(await put(itemOf(1024, { value }))).toBe(1);
    expect(await put(itemOf(1025, { value, s: 'another' }))).toBe(2);
  });
});

describe('the units of a write', () => {
  it('are those of the larger item, of the one before and the one after', async () => {
    expect(await put(itemOf(5_000))).toBe(writeUnits(0, 5_000));
    expect(await put(itemOf(100))).toBe(writeUnits(5_000, 100));
    expect(await put(itemOf(3_000))).toBe(writeUnits(100, 3_000));
  });

  it('are those of the whole item for an update', async () => {
    await put(itemOf(5_000));
    const { ConsumedCapacity } = await client.send(
      new UpdateCommand({
        TableName,
        Key: KEY,
        UpdateExpression: 'SET t = :t',
        ExpressionAttributeValues: { ':t': 1 },
        ReturnConsumedCapacity,
      }),
    );
    expect(ConsumedCapacity?.CapacityUnits).toBe(writeUnits(5_000, 5_003));
  });

  it('are those of the item for a deletion, and one when there is none', async () => {
    await put(itemOf(5_000));
    for (const units of [writeUnits(5_000, 0), writeUnits(0, 0)]) {
      const { ConsumedCapacity } = await client.send(
        new DeleteCommand({ TableName, Key: KEY, ReturnConsumedCapacity }),
      );
      expect(ConsumedCapacity?.CapacityUnits).toBe(units);
    }
  });
});

describe('the units of a read', () => {
  it.each([true, false])(
    'are those of the item by itself when it is read (consistent: %s)',
    async (consistent) => {
      await put(itemOf(4_097));
      await put({ ...itemOf(4_096), s: 'tors' });
      const Keys = [KEY, { ...KEY, s: 'tors' }];
      const { ConsumedCapacity } = await client.send(
        new BatchGetCommand({
          RequestItems: { [TableName]: { Keys, ConsistentRead: consistent } },
          ReturnConsumedCapacity,
        }),
      );
      expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(
        readUnits(4_097, consistent) + readUnits(4_096, consistent),
      );
    },
  );

  it('are one for an item that does not exist', async () => {
    const { ConsumedCapacity } = await client.send(
      new GetCommand({ TableName, Key: KEY, ConsistentRead: true, ReturnConsumedCapacity }),
    );
    expect(ConsumedCapacity?.CapacityUnits).toBe(readUnits(0, true));
  });

  it.each([true, false])(
    'are those of the items of a page together in a query (consistent: %s)',
    async (consistent) => {
      const items = Array.from({ length: 10 }, (_, index) => ({ ...itemOf(900), s: `item ${index}` }));
      for (const item of items) await put(item);
      const { ConsumedCapacity } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'p = :p',
          ExpressionAttributeValues: { ':p': KEY.p },
          ConsistentRead: consistent,
          ReturnConsumedCapacity,
        }),
      );
      const bytes = items.reduce((sum, item) => sum + itemBytes(item), 0);
      expect(ConsumedCapacity?.CapacityUnits).toBe(readUnits(bytes, consistent));
    },
  );
});
