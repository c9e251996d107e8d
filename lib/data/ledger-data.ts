import {
  ACCESS_KEY_LIST_PARTITION,
  accessKeyKey,
  alertPartition,
  BUDGET_PARTITION,
  conflictPartition,
  DISABLED_PARTITION,
  exportKey,
  HEARTBEAT_KEY,
  idempotencyKey,
  LAST_USE_PARTITION,
  markPartition,
  PARTITION_KEY,
  PRICE_SCHEDULE_KEY,
  quarantinePartition,
  REPORTS_PARTITION,
  rebuildKey,
  runPartition,
  SORT_KEY,
  segmentPartition,
  statisticsPartition,
  TTL_ATTRIBUTE,
  USER_PARTITION,
  WAITING_ALERTS_PARTITION,
} from '@token-ledger/aws/key-schema';
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';

/** The kinds of items of the statistics table, as patterns of their partition keys. */
const PARTITIONS = {
  accessKeys: sameKind(accessKeyKey('')[PARTITION_KEY]),
  /** Access keys without the hashes of their secrets. */
  accessKeyList: ACCESS_KEY_LIST_PARTITION,
  lastUses: LAST_USE_PARTITION,
  users: USER_PARTITION,
  disabledIds: DISABLED_PARTITION,
  segments: sameKind(segmentPartition(0)),
  marks: sameKind(markPartition('hour')),
  statistics: sameKind(statisticsPartition({ dimension: 'all', period: 'hour', bucketId: '' })),
  quarantine: sameKind(quarantinePartition('')),
  conflicts: sameKind(conflictPartition('')),
  idempotencyKeys: sameKind(idempotencyKey('', '')[PARTITION_KEY]),
  prices: sameKind(PRICE_SCHEDULE_KEY[PARTITION_KEY]),
  budgets: sameKind(BUDGET_PARTITION),
  alerts: sameKind(alertPartition('')),
  waitingAlerts: sameKind(WAITING_ALERTS_PARTITION),
  rebuilds: sameKind(rebuildKey('')[PARTITION_KEY]),
  exports: sameKind(exportKey('')[PARTITION_KEY]),
  reports: REPORTS_PARTITION,
  reportRuns: sameKind(runPartition('')),
  /** Heartbeat, settings, and the keys that cursors and pseudonyms are sealed with. */
  state: sameKind(HEARTBEAT_KEY[PARTITION_KEY]),
};

type Action = `dynamodb:${'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem'}`;

/** The two tables, and the only way to get access to them. */
export class LedgerData extends Construct {
  /** One item per record, by name and access key, and one per second name of a call. */
  readonly records: TableV2;
  /** Everything else: segments, marks, statistics, quarantine, budgets and their alerts, exports, reports, access keys, state. */
  readonly ledger: TableV2;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    const { recordsPointInTimeRecovery, removeDataOnDestroy } = configuration;
    const common = {
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      timeToLiveAttribute: TTL_ATTRIBUTE,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      deletionProtection: !removeDataOnDestroy,
      removalPolicy: removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    } satisfies TablePropsV2;

    this.records = new TableV2(this, 'Records', {
      ...common,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: recordsPointInTimeRecovery },
    });
    this.ledger = new TableV2(this, 'Ledger', {
      ...common,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
  }

  /** What writing usage takes: claim and complete, segment, mark, conflict, quarantine. */
  allowRecording(grantee: LedgerFunction): void {
    // A claim is a PartiQL INSERT, which only inserts; what has taken a key may have to be read. A record is completed by a
    // put on the condition of its revision.
    grantee.allow(
      ['dynamodb:PartiQLInsert', 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
      [this.records.tableArn],
    );
    this.allowLedger(grantee, ['dynamodb:PutItem'], ['segments', 'quarantine', 'conflicts', 'state']);
    // When copies expire follows from a history of the retention that whoever notices a change first goes on with.
    this.allowLedger(grantee, ['dynamodb:GetItem'], ['state']);
    this.allowLedger(grantee, ['dynamodb:UpdateItem'], ['marks']);
    this.allowLedger(grantee, ['dynamodb:Query'], ['disabledIds']);
  }

  /** What showing ids takes: the names of access keys and users, of the keys without any secret. */
  allowNames(
    grantee: LedgerFunction,
    kinds: readonly ('accessKeyList' | 'users')[] = ['accessKeyList', 'users'],
  ): void {
    this.allowLedger(grantee, ['dynamodb:BatchGetItem'], kinds);
  }

  /** Access to some kinds of items of the statistics table. */
  allowLedger(
    grantee: LedgerFunction,
    actions: readonly Action[],
    kinds: readonly (keyof typeof PARTITIONS)[],
  ): void {
    grantee.allow(actions, [this.ledger.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map((kind) => PARTITIONS[kind]) },
    });
  }
}

/** The kind of an item is what stands before the first `#` of its partition key. */
function sameKind(partition: string): string {
  return partition.replace(/#.*/, '#*');
}
