import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { copyMissing, type Item } from '../../scripts/operator/restore/copy-missing.ts';
import { describeTable, dynamoTables } from '../../scripts/operator/restore/dynamo-tables.ts';
import { kindIn } from '../../scripts/operator/restore/kinds.ts';
import { PATIENCE_MS } from '../support/wait-for.ts';
import { deleted } from './support/clean-up.ts';

/* The copy of a restored table against DynamoDB's API over HTTP. `npm run check:drills` restores a whole ledger. */

const client = new DynamoDBClient();
const created: string[] = [];
afterAll(async () => {
  for (const TableName of created) await deleted(client.send(new DeleteTableCommand({ TableName })));
  client.destroy();
});

async function tableWith(items: readonly Item[]): Promise<string> {
  const TableName = `restore-${randomUUID()}`;
  const key = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [key('p'), key('s')],
      KeySchema: [
        { AttributeName: 'p', KeyType: 'HASH' },
        { AttributeName: 's', KeyType: 'RANGE' },
      ],
    }),
  );
  created.push(TableName);
  await waitUntilTableExists({ client, maxWaitTime: PATIENCE_MS / 1000 }, { TableName });
  for (const item of items) await client.send(new PutItemCommand({ TableName, Item: item }));
  return TableName;
}

// Beyond the integers of JavaScript, and more items than are read at once.
const segment = (index: number): Item => ({
  p: { S: 'L#202611211000#0' },
  s: { S: String(index) },
  q: { N: '9007199254740993' },
});
const items = Array.from({ length: 120 }, (_, index) => segment(index));

describe('the copy of a restored table', () => {
  it('brings back what is missing exactly as it was, and changes nothing else', async () => {
    const changed: Item = { ...segment(1), q: { N: '2' } };
    const [source, target] = [await tableWith(items), await tableWith([segment(0), changed])];
    const tables = dynamoTables(client, source, target);
    const options = { kindOf: kindIn('ledger'), kinds: undefined, nowMs: Date.now() };
    const expected = { segments: { missing: 118, same: 1, different: 1 } };
    expect((await copyMissing(tables, { ...options, apply: false })).kinds).toEqual(expected);
    expect((await copyMissing(tables, { ...options, apply: true })).kinds).toEqual(expected);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: target, ConsistentRead: true }));
    const sorted = (list: readonly Item[]) => list.toSorted((a, b) => Number(a['s']?.S) - Number(b['s']?.S));
    expect(sorted(Items)).toEqual(items.map((item, index) => (index === 1 ? changed : item)));
    expect(await tables.insert(segment(1))).toBe(false);
  });

  it('names a table that does not exist', async () => {
    const table = await tableWith([]);
    expect((await describeTable(client, table)).keys).toBe('p S HASH, s S RANGE');
    await expect(describeTable(client, 'restore-nothing')).rejects.toThrow('have no table restore-nothing');
  });
});
