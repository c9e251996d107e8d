import { PARTITION_KEY } from '@token-ledger/aws/attribute-names';
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
  PRICE_SCHEDULE_KEY,
  QUALITY_PARTITION,
  quarantinePartition,
  REPORTS_PARTITION,
  rebuildKey,
  runPartition,
  SOURCES_PARTITION,
  SPENT_BUDGETS_KEY,
  segmentPartition,
  statisticsPartition,
  USER_PARTITION,
  WAITING_ALERTS_PARTITION,
  WAITING_EVENTS_PARTITION,
  WITNESS_PARTITION,
} from '@token-ledger/aws/key-schema';

/** The kinds of items of the ledger table, as patterns of partition keys, which IAM can restrict access to. */
export const ITEM_KINDS = {
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
  spentBudgets: sameKind(SPENT_BUDGETS_KEY[PARTITION_KEY]),
  alerts: sameKind(alertPartition('')),
  waitingAlerts: sameKind(WAITING_ALERTS_PARTITION),
  waitingEvents: WAITING_EVENTS_PARTITION,
  rebuilds: sameKind(rebuildKey('')[PARTITION_KEY]),
  exports: sameKind(exportKey('')[PARTITION_KEY]),
  reports: REPORTS_PARTITION,
  reportRuns: sameKind(runPartition('')),
  sources: SOURCES_PARTITION,
  witnessed: WITNESS_PARTITION,
  /** Audits of days, and the statuses of what they judge. */
  quality: QUALITY_PARTITION,
  /** The heartbeat, the settings, and the keys that sign cursors and seal pseudonyms. */
  state: sameKind(HEARTBEAT_KEY[PARTITION_KEY]),
} as const;

export type ItemKind = keyof typeof ITEM_KINDS;

/** The kind of an item stands before the first `#` of its partition key. */
function sameKind(partition: string): string {
  return partition.replace(/#.*/, '#*');
}
