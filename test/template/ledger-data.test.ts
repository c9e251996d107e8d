import { describe, expect, it } from '@jest/globals';
import { PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from '@token-ledger/aws/key-schema';
import { resource, resources, synthesize } from './support/synthesize.ts';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const template = synthesize();
const records = (from = template) => resource(from, TABLE, 'DataRecords').Properties;
const audit = () => resource(template, TABLE, 'AccessAudit').Properties;
const statistics = (from = template) => resource(from, TABLE, 'DataLedger').Properties;

describe('the tables', () => {
  it('are keyed as the key schema says', () => {
    expect(resources(template, TABLE)).toHaveLength(3);
    for (const table of [records(), statistics()]) {
      expect(table.KeySchema).toEqual([
        { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
        { AttributeName: SORT_KEY, KeyType: 'RANGE' },
      ]);
    }
  });

  it('have the audit log beside them, keyed alike and forgetting alike', () => {
    expect(audit().KeySchema).toEqual(statistics().KeySchema);
    expect(audit().TimeToLiveSpecification).toEqual({ AttributeName: TTL_ATTRIBUTE, Enabled: true });
    expect(recovery(audit())).toBe(true);
  });

  it('have no indexes, which would double the price of a record', () => {
    for (const table of [records(), statistics(), audit()]) {
      expect(table).not.toHaveProperty('GlobalSecondaryIndexes');
      expect(table).not.toHaveProperty('LocalSecondaryIndexes');
    }
  });

  it('are paid by request, encrypted, and forget what has expired', () => {
    for (const table of [records(), statistics(), audit()]) {
      expect(table.BillingMode).toBe('PAY_PER_REQUEST');
      // False is the key that DynamoDB owns; a table is never without encryption.
      expect(table.SSESpecification).toEqual({ SSEEnabled: false });
      expect(table.TimeToLiveSpecification).toEqual({ AttributeName: TTL_ATTRIBUTE, Enabled: true });
    }
  });

  it('exist in one region only', () => {
    for (const table of [records(), statistics(), audit()]) {
      expect(table.Replicas).toEqual([expect.objectContaining({ Region: { Ref: 'AWS::Region' } })]);
    }
  });

  const recovery = (table: ReturnType<typeof records>) =>
    table.Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled;

  it('can be restored: statistics always, records if asked for', () => {
    expect([recovery(statistics()), recovery(records())]).toEqual([true, false]);
    const other = synthesize({ recordsPointInTimeRecovery: true });
    expect([recovery(statistics(other)), recovery(records(other))]).toEqual([true, true]);
  });

  it('survive the stack and refuse deletion, unless data is to be removed with it', () => {
    for (const { DeletionPolicy, UpdateReplacePolicy, Properties } of resources(template, TABLE)) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
      expect(Properties.Replicas[0].DeletionProtectionEnabled).toBe(true);
    }
    for (const { DeletionPolicy, Properties } of resources(
      synthesize({ removeDataOnDestroy: true }),
      TABLE,
    )) {
      expect(DeletionPolicy).toBe('Delete');
      expect(Properties.Replicas[0].DeletionProtectionEnabled).toBe(false);
    }
  });
});
