import { randomUUID } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, it } from '@jest/globals';
import {
  createDocumentClient,
  createDynamoLedgerStore,
  createDynamoRecordSampler,
  PARTITION_KEY,
  SORT_KEY,
} from '@token-ledger/aws';
import { NOON, usageRecord } from '../support/records.ts';

/* A scan may start after a key that does not exist, by its hash; that makes a sample random. */

const client = createDocumentClient();
afterAll(() => client.destroy());

it('a sample of many raw records is a small part of them, and a different one each time', async () => {
  const recordsTable = `sampled-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: recordsTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [PARTITION_KEY, SORT_KEY].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
        { AttributeName: SORT_KEY, KeyType: 'RANGE' },
      ],
    }),
  );
  const retention = () => ({ retentionDays: 90 });
  const store = createDynamoLedgerStore({ client, recordsTable, ledgerTable: '', retention });
  await store.claim(Array.from({ length: 300 }, () => usageRecord()));
  const sampler = createDynamoRecordSampler({ client, recordsTable, clock: () => NOON });
  const seen = new Set<string>();
  for (let time = 0; time < 20; time += 1) {
    const sample = await sampler.sampleRecords(20);
    expect(sample.length).toBeGreaterThan(0);
    expect(sample.length).toBeLessThanOrEqual(20);
    for (const { requestId } of sample) seen.add(requestId);
  }
  expect(seen.size).toBeGreaterThan(60);
});
