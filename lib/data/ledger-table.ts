import { PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from '@token-ledger/aws/attribute-names';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, type ITableV2, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import { encryptionKeyOf } from '../shared/encryption-key.ts';

/** A table of the stack, or one that it was given. */
export type LedgerTable = TableV2 | ITableV2;

export interface LedgerTableOptions {
  readonly pointInTimeRecovery: boolean;
  /** The name of a table that exists. The stack uses it as it is and manages nothing of it. */
  readonly existing: string | undefined;
}

/** A table of the product: paid per request, encrypted, kept when the stack goes; DynamoDB deletes its expired items. */
export function createLedgerTable(
  scope: Construct,
  id: string,
  { removeDataOnDestroy, deletionProtection }: Configuration,
  { pointInTimeRecovery, existing }: LedgerTableOptions,
): LedgerTable {
  if (existing !== undefined) return TableV2.fromTableName(scope, id, existing);
  const key = encryptionKeyOf(Stack.of(scope));
  return new TableV2(scope, id, {
    partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
    sortKey: { name: SORT_KEY, type: AttributeType.STRING },
    timeToLiveAttribute: TTL_ATTRIBUTE,
    billing: Billing.onDemand(),
    encryption: key ? TableEncryptionV2.customerManagedKey(key) : TableEncryptionV2.dynamoOwnedKey(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
    deletionProtection: deletionProtection && !removeDataOnDestroy,
    removalPolicy: removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}
