import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  createDocumentClient,
  createDynamoAccessKeyStore,
  createDynamoAlertStore,
  createDynamoAuditLog,
  createDynamoBudgetStore,
  createDynamoDisabledIdsStore,
  createDynamoExportStore,
  createDynamoIdempotencyStore,
  createDynamoLedgerStore,
  createDynamoPriceStore,
  createDynamoQualityStore,
  createDynamoRecordSampler,
  createDynamoReportStore,
  createDynamoSettingsStore,
  createDynamoSigningKeyStore,
  createDynamoSourceStore,
  createDynamoSpentBudgetStore,
  createDynamoUserStore,
  createDynamoWaitingEventStore,
  createDynamoWitnessStore,
  PARTITION_KEY,
  recordKey,
  SORT_KEY,
  TTL_ATTRIBUTE,
} from '@token-ledger/aws';
import { DAY_MS } from '@token-ledger/core';
import { describeAuditLog } from '../behaviour/audit-log.ts';
import { describeAuditedStore } from '../behaviour/audited-store.ts';
import { describeBudgetStore } from '../behaviour/budget-store.ts';
import { describeDirectory } from '../behaviour/directory.ts';
import { describeExportStore } from '../behaviour/export-store.ts';
import { describeIdempotencyStore } from '../behaviour/idempotency-store.ts';
import { describeLedgerStore } from '../behaviour/ledger-store.ts';
import { describePriceStore } from '../behaviour/price-store.ts';
import { describeQualityStore } from '../behaviour/quality-store.ts';
import { describeReportStore } from '../behaviour/report-store.ts';
import { describeSettingsStore } from '../behaviour/settings-store.ts';
import { describeSourceStore } from '../behaviour/source-store.ts';
import { collect, SLICE_START_MS, usageRecord } from '../behaviour/usage-records.ts';
import { describeWitnessStore } from '../behaviour/witness-store.ts';
import { PATIENCE_MS } from '../support/wait-for.ts';
import { deleted } from './support/clean-up.ts';
import { patient } from './support/patient.ts';

/*
 * The adapters against DynamoDB's API over HTTP: the endpoint, region and credentials of the environment. Every test
 * creates its own tables, and all are deleted at the end. Runs on every engine: see docs/engines.md.
 */

const client = patient(createDocumentClient());
const tables: string[] = [];
const retention = () => ({ retentionDays: 90 });

afterAll(async () => {
  await Promise.all(tables.map((TableName) => deleted(client.send(new DeleteTableCommand({ TableName })))));
  client.destroy();
});

async function createTable(): Promise<string> {
  const TableName = `adapters-${randomUUID()}`;
  const keys = [PARTITION_KEY, SORT_KEY];
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
        { AttributeName: SORT_KEY, KeyType: 'RANGE' },
      ],
    }),
  );
  tables.push(TableName);
  // The waiter only uses what a document client shares with a DynamoDBClient.
  await waitUntilTableExists(
    { client: client as unknown as DynamoDBClient, maxWaitTime: PATIENCE_MS / 1000, minDelay: 1 },
    { TableName },
  );
  return TableName;
}

const createLedgerTable = async () => ({ client, ledgerTable: await createTable() });

async function createStore() {
  const [recordsTable, ledgerTable] = await Promise.all([createTable(), createTable()]);
  const store = createDynamoLedgerStore({ client, recordsTable, ledgerTable, retention });
  return { store, recordsTable, ledgerTable };
}

describeLedgerStore('the ledger store on DynamoDB', async () => (await createStore()).store);

describeDirectory('the directory on DynamoDB', async () => {
  const options = await createLedgerTable();
  return {
    ...createDynamoAccessKeyStore(options),
    ...createDynamoUserStore(options),
    ...createDynamoDisabledIdsStore(options),
    ...createDynamoWaitingEventStore(options),
  };
});

describeAuditLog('the audit log on DynamoDB', async () =>
  createDynamoAuditLog({ client, auditTable: await createTable(), retentionDays: 365 }),
);

describePriceStore('the store of prices on DynamoDB', async () =>
  createDynamoPriceStore(await createLedgerTable()),
);

describeExportStore('the store of exports on DynamoDB', async () =>
  createDynamoExportStore(await createLedgerTable()),
);

describeReportStore('the report store on DynamoDB', async () => {
  const options = await createLedgerTable();
  return { reports: createDynamoReportStore(options), exports: createDynamoExportStore(options) };
});

describeSettingsStore('the settings store on DynamoDB', async () =>
  createDynamoSettingsStore(await createLedgerTable()),
);

describeQualityStore('the store of quality on DynamoDB', async () =>
  createDynamoQualityStore(await createLedgerTable()),
);

describeAuditedStore('the ledger on DynamoDB', async () => {
  const { store, ledgerTable } = await createStore();
  const table = { client, ledgerTable };
  return {
    store,
    prices: createDynamoPriceStore(table),
    sources: createDynamoSourceStore(table),
    audits: createDynamoQualityStore(table),
  };
});

describeSourceStore('the store of sources on DynamoDB', async () =>
  createDynamoSourceStore(await createLedgerTable()),
);

describeWitnessStore('the witness store on DynamoDB', async () =>
  createDynamoWitnessStore(await createLedgerTable()),
);

describeIdempotencyStore('the idempotency store on DynamoDB', async () =>
  createDynamoIdempotencyStore(await createLedgerTable()),
);

describeBudgetStore('the budget store on DynamoDB', async () => {
  const options = await createLedgerTable();
  return {
    ...createDynamoBudgetStore(options),
    ...createDynamoAlertStore(options),
    ...createDynamoSpentBudgetStore(options),
  };
});

describe('the time to live', () => {
  it('is the end of the slice plus the retention, for a raw record and its segment alike', async () => {
    const { store, recordsTable, ledgerTable } = await createStore();
    await store.claim([usageRecord()]);
    await store.putSegment(SLICE_START_MS, [usageRecord()]);
    await collect(store.readSegments(SLICE_START_MS));

    const raw = await client.send(new GetCommand({ TableName: recordsTable, Key: recordKey(usageRecord()) }));
    expect(raw.Item?.[TTL_ATTRIBUTE]).toBe(Date.UTC(2027, 1, 19, 12, 10) / 1000);
    const segments = await client.send(
      new QueryCommand({
        TableName: ledgerTable,
        KeyConditionExpression: `${PARTITION_KEY} = :p`,
        ExpressionAttributeValues: { ':p': 'L#202611211205#0' },
      }),
    );
    expect(segments.Items?.map((item) => item[TTL_ATTRIBUTE])).toEqual([raw.Item?.[TTL_ATTRIBUTE]]);
  });

  it('hides an expired raw record, but still refuses to claim its id again', async () => {
    const { recordsTable, ledgerTable } = await createStore();
    const expiresAtMs = Date.UTC(2027, 1, 19, 12, 10);
    const at = (nowMs: number) =>
      createDynamoLedgerStore({ client, recordsTable, ledgerTable, retention, clock: () => nowMs });
    await at(SLICE_START_MS).claim([usageRecord()]);
    expect(await at(expiresAtMs - 1).getRecord(usageRecord())).toEqual(usageRecord());
    expect(await at(expiresAtMs).getRecord(usageRecord())).toBeUndefined();
    expect(await at(expiresAtMs + DAY_MS).claim([usageRecord()])).toEqual([
      { kind: 'taken', place: { kind: 'record', record: usageRecord() } },
    ]);
  });
});

describe('a sample of the raw records', () => {
  it('is all of them where there are few, but no aliases and no erased or expired ones', async () => {
    const { store, recordsTable } = await createStore();
    const at = (nowMs: number) => createDynamoRecordSampler({ client, recordsTable, clock: () => nowMs });
    expect(await at(SLICE_START_MS).sampleRecords(10)).toEqual([]);
    await store.claim([
      { accessKeyId: 'ak_1', requestId: 'msg_0', target: 'req_0', occurredAtMs: SLICE_START_MS },
    ]);
    const records = Array.from({ length: 12 }, (_, index) =>
      usageRecord({ requestId: `req_${index}`, userId: 'u_1' }),
    );
    await store.claim(records);
    await store.eraseRecord({ accessKeyId: 'ak_1', requestId: 'req_0' }, 'u_1');
    const sample = await at(SLICE_START_MS).sampleRecords(100);
    const ids = (some: readonly { readonly requestId: string }[]) =>
      some.map(({ requestId }) => requestId).toSorted();
    expect(ids(sample)).toEqual(ids(records.slice(1)));
    expect(sample).toContainEqual(records[1]);
    expect(await at(Date.UTC(2028, 1)).sampleRecords(100)).toEqual([]);
  });
});

describe('what is left of an erased record', () => {
  it('is its key, until the record would have expired', async () => {
    const { store, recordsTable } = await createStore();
    await store.claim([usageRecord({ userId: 'u_1', metadata: { team: 'search' } })]);
    await store.eraseRecord(usageRecord(), 'u_1');
    const { Item } = await client.send(
      new GetCommand({ TableName: recordsTable, Key: recordKey(usageRecord()) }),
    );
    expect(Item).toEqual({ p: 'req_1', s: 'ak_1', del: true, x: Date.UTC(2027, 1, 19, 12, 10) / 1000 });
  });
});

describe('the signing key store on DynamoDB', () => {
  it('creates one random key of 32 bytes, for all callers', async () => {
    const ledgerTable = await createTable();
    const keys = await Promise.all(
      Array.from({ length: 5 }, () => createDynamoSigningKeyStore({ client, ledgerTable }).getOrCreate()),
    );
    const again = await createDynamoSigningKeyStore({ client, ledgerTable }).getOrCreate();
    const distinct = new Set([...keys, again].map((key) => Buffer.from(key).toString('hex')));
    expect([...distinct]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it('creates another for another deployment', async () => {
    const keys = await Promise.all(
      [1, 2].map(async () => {
        const ledgerTable = await createTable();
        return createDynamoSigningKeyStore({ client, ledgerTable }).getOrCreate();
      }),
    );
    expect(Buffer.compare(keys[0] as Uint8Array, keys[1] as Uint8Array)).not.toBe(0);
  });
});
