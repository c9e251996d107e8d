import { describe, expect, it } from '@jest/globals';
import { TTL_ATTRIBUTE } from '@token-ledger/aws/attribute-names';
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

describe('tables and a user pool that exist', () => {
  const existing = {
    recordsTable: 'kept-records',
    ledgerTable: 'kept-ledger',
    auditTable: 'kept-audit',
    userPoolId: 'eu-central-1_a1B2c3D4e',
  };
  const own = synthesize({ existing });

  it('are used in place of new ones, and the stack neither makes nor changes them', () => {
    expect(resources(own, TABLE)).toEqual([]);
    expect(resources(own, 'AWS::Cognito::UserPool')).toEqual([]);
    expect(resources(own, 'AWS::Cognito::UserPoolGroup')).toEqual([]);
    expect(own.findOutputs('*')).toMatchObject({
      RecordsTableName: { Value: 'kept-records' },
      LedgerTableName: { Value: 'kept-ledger' },
      AuditTableName: { Value: 'kept-audit' },
      UserPoolId: { Value: existing.userPoolId },
    });
  });

  it('can be one of them', () => {
    const tables = resources(synthesize({ existing: { ledgerTable: 'restored' } }), TABLE);
    expect(tables.map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, '')).toSorted()).toEqual([
      'AccessAudit',
      'DataRecords',
    ]);
  });

  it('have the same permissions and variables as those of the stack', () => {
    const made = synthesize();
    const names = new Map(
      resources(made, TABLE).map(({ logicalId }) => {
        const found = Object.entries(existing).find(([setting]) =>
          logicalId.toLowerCase().includes(setting.replace('Table', '').toLowerCase()),
        );
        return [logicalId, found?.[1] ?? ''];
      }),
    );
    // Where a template has the ARN or the name of a table of its own, the other has them as text.
    const normal = (from: typeof made) => {
      const arn = (name: string) => ({
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':dynamodb:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            `:table/${name}`,
          ],
        ],
      });
      let text = JSON.stringify(
        resources(from, 'AWS::IAM::Policy').map(({ Properties }) => Properties.PolicyDocument),
      );
      for (const [logicalId, name] of names)
        text = text.replaceAll(
          JSON.stringify({ 'Fn::GetAtt': [logicalId, 'Arn'] }),
          JSON.stringify(arn(name)),
        );
      return text;
    };
    expect(names.size).toBe(3);
    expect(normal(own)).toContain('kept-ledger');
    expect(normal(own)).toBe(normal(made));
  });

  it('give people who sign in the pool that they know', () => {
    const [client] = resources(own, 'AWS::Cognito::UserPoolClient');
    expect(client?.Properties.UserPoolId).toBe(existing.userPoolId);
    expect(() => synthesize({ signIn: 'none', existing })).toThrow(
      'an object without userPoolId, unless signIn is "cognito"',
    );
  });

  it('are named as AWS names them', () => {
    for (const ledgerTable of ['ab', 'a'.repeat(256), 'arn:aws:dynamodb:x', 'with space'])
      expect(() => synthesize({ existing: { ledgerTable } })).toThrow('existing.ledgerTable');
    expect(() => synthesize({ existing: { userPoolId: 'pool' } })).toThrow('existing.userPoolId');
  });
});
