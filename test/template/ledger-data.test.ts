import { describe, expect, it } from '@jest/globals';
import { TTL_ATTRIBUTE } from '@token-ledger/aws/key-schema';
import { template } from './support/deployed-functions.ts';
import { resource, resources, synthesize } from './support/synthesize.ts';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const tables = resources(template, TABLE).map(({ Properties }) => Properties);

/** Their keys are in `pinned-resources.test.ts`. */
describe('the tables', () => {
  it('have no indexes, which would double the price of a record', () => {
    for (const table of tables) {
      expect(table).not.toHaveProperty('GlobalSecondaryIndexes');
      expect(table).not.toHaveProperty('LocalSecondaryIndexes');
    }
  });

  it('are paid per request and encrypted, and delete what has expired', () => {
    for (const table of tables) {
      expect(table.BillingMode).toBe('PAY_PER_REQUEST');
      // False is the key that DynamoDB owns; a table is never without encryption.
      expect(table.SSESpecification).toEqual({ SSEEnabled: false });
      expect(table.TimeToLiveSpecification).toEqual({ AttributeName: TTL_ATTRIBUTE, Enabled: true });
    }
  });

  it('exist in one region only', () => {
    for (const table of tables) {
      expect(table.Replicas).toEqual([expect.objectContaining({ Region: { Ref: 'AWS::Region' } })]);
    }
  });

  it.each([
    [{}, false],
    [{ recordsPointInTimeRecovery: true }, true],
  ])(
    'can be restored with %j: the ledger and the audit log always, records if configured',
    (settings, records) => {
      const from = synthesize(settings);
      const recovery = (name: string) =>
        resource(from, TABLE, name).Properties.Replicas[0].PointInTimeRecoverySpecification;
      expect(recovery('DataRecords')).toEqual({ PointInTimeRecoveryEnabled: records });
      expect(recovery('DataLedger')).toEqual({ PointInTimeRecoveryEnabled: true });
      expect(recovery('AccessAudit')).toEqual({ PointInTimeRecoveryEnabled: true });
    },
  );

  it('are deleted with the stack if configured', () => {
    for (const { DeletionPolicy, Properties } of resources(
      synthesize({ removeDataOnDestroy: true }),
      TABLE,
    )) {
      expect(DeletionPolicy).toBe('Delete');
      expect(Properties.Replicas[0].DeletionProtectionEnabled).toBe(false);
    }
  });
});
