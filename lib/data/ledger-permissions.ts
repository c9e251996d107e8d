import { Construct } from 'constructs';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import { ITEM_KINDS, type ItemKind } from './item-kinds.ts';
import type { LedgerTable } from './ledger-table.ts';

type RecordsAction = 'PartiQLInsert' | 'PutItem' | 'GetItem' | 'BatchGetItem' | 'Query' | 'Scan';
type ItemAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** What a function may do to the ledger, in words of the product. No other file lists actions on the two tables. */
export abstract class LedgerPermissions extends Construct {
  abstract readonly records: LedgerTable;
  abstract readonly ledger: LedgerTable;

  /**
   * Writes usage: claims, segments and marks, conflicts with what is recorded, and records that cannot be counted. Usage of
   * disabled access keys and users is refused.
   */
  allowRecording(grantee: LedgerFunction): void {
    // A claim of a name is a PartiQL INSERT, which only inserts. What took a name is read.
    this.allowRecords(grantee, 'PartiQLInsert', 'BatchGetItem');
    // A record is completed by a put on the condition of its revision, and read where the condition fails.
    this.allowRecords(grantee, 'PutItem', 'GetItem');
    this.allowItems(grantee, ['PutItem'], 'segments', 'conflicts', 'quarantine');
    this.allowItems(grantee, ['UpdateItem'], 'marks');
    this.allowHearingSources(grantee);
    this.allowItems(grantee, ['Query'], 'disabledIds');
    this.allowSettings(grantee);
  }

  /** Binds the idempotency key of a request to its body. */
  allowBindingIdempotencyKeys(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['PutItem'], 'idempotencyKeys');
  }

  /** Recomputes the statistics of marked periods, at the prices of this version; looks for silent sources, and notes which they are. */
  allowRollingUp(grantee: LedgerFunction): void {
    this.allowReading(grantee);
    this.allowItems(grantee, ['UpdateItem'], 'marks');
    this.allowItems(grantee, ['DeleteItem'], 'marks', 'statistics');
    this.allowItems(grantee, ['PutItem'], 'statistics', 'prices');
    this.allowItems(grantee, ['Query'], 'sources');
    this.allowItems(grantee, ['GetItem', 'PutItem'], 'quality');
  }

  /** Reads usage as current as queries show it: stored statistics, and the segments of marked periods. */
  allowReading(grantee: LedgerFunction): void {
    this.allowStatistics(grantee);
    this.allowItems(grantee, ['Query'], 'segments', 'marks');
    this.allowItems(grantee, ['GetItem'], 'prices');
    this.allowSettings(grantee);
  }

  /** Finds records by either name of a call, whose second name leads to the record. */
  allowFindingRecords(grantee: LedgerFunction): void {
    this.allowRecords(grantee, 'Query', 'GetItem');
  }

  /** Refuses telemetry of disabled access keys and users, notes that spans arrive, and counts those that nothing identifies. */
  allowAcceptingTelemetry(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['Query'], 'disabledIds');
    this.allowItems(grantee, ['UpdateItem'], 'witnessed');
    this.allowHearingSources(grantee);
  }

  /** Notes when reports of a source were received. */
  allowHearingSources(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['UpdateItem'], 'sources');
  }

  /** Looks calls up across access keys, and counts what witnesses saw. */
  allowWitnessing(grantee: LedgerFunction): void {
    this.allowFindingRecords(grantee);
    this.allowItems(grantee, ['UpdateItem'], 'witnessed');
  }

  /** Compares statistics with segments, and a sample of the records with their copies; lists conflicts. */
  allowCheckingQuality(grantee: LedgerFunction): void {
    this.allowReading(grantee);
    this.allowRecords(grantee, 'GetItem', 'Scan');
    this.allowItems(grantee, ['Query'], 'quarantine', 'conflicts', 'sources', 'witnessed', 'quality');
  }

  /**
   * Compares as above, and notes what it found. Marks what differs for the roll-up, and copies records again whose copy is lost;
   * it may not change statistics, nor remove anything.
   */
  allowAuditing(grantee: LedgerFunction): void {
    this.allowReading(grantee);
    this.allowRecords(grantee, 'GetItem', 'Scan');
    this.allowItems(grantee, ['Query'], 'quarantine', 'sources');
    this.allowItems(grantee, ['PutItem'], 'segments');
    this.allowItems(grantee, ['UpdateItem'], 'marks');
    this.allowItems(grantee, ['GetItem', 'PutItem'], 'quality');
  }

  /** Reads what waits for the roll-up and when sources were heard, and counts quarantined records. */
  allowCheckingHealth(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['Query'], 'marks', 'quarantine', 'sources');
    this.allowSettings(grantee);
  }

  /** Lists, shows and deletes quarantined records. */
  allowManagingQuarantine(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['Query', 'GetItem', 'DeleteItem'], 'quarantine');
    // A record of a disabled access key or user is not sent again.
    this.allowItems(grantee, ['Query'], 'disabledIds');
    this.allowSettings(grantee);
  }

  /** Marks hours for the roll-up, and follows how far it is. */
  allowRebuilding(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['Query', 'UpdateItem'], 'marks');
    this.allowItems(grantee, ['GetItem', 'PutItem'], 'rebuilds');
    // An hour without statistics is empty and is not marked.
    this.allowStatistics(grantee);
    this.allowSettings(grantee);
  }

  /** Reads which range was rebuilt last. */
  allowRebuildStatus(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem'], 'rebuilds');
  }

  /** Reads and changes prices. */
  allowManagingPrices(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem', 'PutItem'], 'prices');
  }

  /** Reads names of users, and of access keys without their secrets. */
  allowNames(grantee: LedgerFunction): void {
    this.allowAccessKeyNames(grantee);
    this.allowItems(grantee, ['BatchGetItem'], 'users');
  }

  allowAccessKeyNames(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['BatchGetItem'], 'accessKeyList');
  }

  /**
   * Follows the settings, signs cursors and seals pseudonyms. The first function that sees a changed setting stores it in
   * their history; the first that needs a key creates it.
   */
  allowSettings(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem', 'PutItem'], 'state');
  }

  /** Checks the secret of an access key, and stores when the key was last used. */
  allowAuthenticating(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem'], 'accessKeys');
    this.allowItems(grantee, ['PutItem'], 'lastUses');
  }

  /** Checks the access keys of calls and notes their use, and whether their users are disabled. */
  allowForwarding(grantee: LedgerFunction): void {
    this.allowAuthenticating(grantee);
    this.allowItems(grantee, ['Query'], 'disabledIds');
  }

  /** Reads which access keys and users have spent a budget, and nothing else about budgets. */
  allowSpentBudgets(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem'], 'spentBudgets');
  }

  /** Creates, changes and lists access keys and users, and deletes neither. Events about keys wait until the queue has them. */
  allowManagingAccess(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem'], 'accessKeys', 'users');
    this.allowItems(grantee, ['BatchGetItem'], 'accessKeyList', 'lastUses', 'users');
    this.allowItems(grantee, ['Query'], 'accessKeyList', 'users');
    this.allowItems(
      grantee,
      ['PutItem'],
      'accessKeys',
      'accessKeyList',
      'users',
      'disabledIds',
      'waitingEvents',
    );
    this.allowItems(grantee, ['DeleteItem'], 'disabledIds', 'waitingEvents');
    this.allowSettings(grantee);
  }

  /** Sends events that wait, and removes them. */
  allowHandingOverEvents(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['Query', 'DeleteItem'], 'waitingEvents');
  }

  /** Fires alerts of budgets. Each waits in the ledger until the queue has it. */
  allowFiringAlerts(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['Query'], 'budgets', 'alerts', 'waitingAlerts');
    this.allowItems(grantee, ['PutItem'], 'alerts', 'waitingAlerts');
    this.allowItems(grantee, ['DeleteItem'], 'waitingAlerts');
    this.allowItems(grantee, ['GetItem', 'PutItem'], 'spentBudgets');
  }

  /** Shows and changes budgets, and shows their alerts. */
  allowManagingBudgets(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['Query'], 'budgets', 'alerts');
    this.allowItems(grantee, ['GetItem', 'PutItem', 'DeleteItem'], 'budgets');
  }

  /** Reads alerts and runs of reports, and stores which channel confirmed them. */
  allowDelivering(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem'], 'budgets', 'alerts', 'reports', 'reportRuns', 'exports');
    this.allowItems(grantee, ['UpdateItem'], 'alerts', 'reportRuns');
  }

  /** Stores how far exports are, and removes those that were deleted. */
  allowWritingExports(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem', 'PutItem', 'DeleteItem'], 'exports');
  }

  /** Starts, lists and deletes exports. */
  allowManagingExports(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['Query', 'GetItem', 'PutItem', 'DeleteItem'], 'exports');
    this.allowSettings(grantee);
  }

  /** Starts runs of reports, each with its export. */
  allowRunningReports(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['GetItem', 'Query'], 'reports');
    this.allowItems(grantee, ['PutItem'], 'reportRuns', 'exports');
  }

  /** Shows, changes and runs reports. A run that cannot be queued is removed with its export. */
  allowManagingReports(grantee: LedgerFunction): void {
    this.allowRunningReports(grantee);
    this.allowItems(grantee, ['PutItem', 'DeleteItem'], 'reports');
    this.allowItems(grantee, ['GetItem', 'Query', 'DeleteItem'], 'reportRuns');
    this.allowItems(grantee, ['GetItem', 'DeleteItem'], 'exports');
    this.allowSettings(grantee);
  }

  /** Reads stored statistics: those of wide periods in parts, and again if they were replaced meanwhile. */
  private allowStatistics(grantee: LedgerFunction): void {
    this.allowItems(grantee, ['BatchGetItem', 'Query', 'GetItem'], 'statistics');
  }

  private allowRecords(grantee: LedgerFunction, ...actions: readonly RecordsAction[]): void {
    grantee.allow(inDynamoDb(actions), [this.records.tableArn]);
  }

  private allowItems(
    grantee: LedgerFunction,
    actions: readonly ItemAction[],
    ...kinds: readonly ItemKind[]
  ): void {
    grantee.allow(inDynamoDb(actions), [this.ledger.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map((kind) => ITEM_KINDS[kind]) },
    });
  }
}

const inDynamoDb = (actions: readonly string[]) => actions.map((action) => `dynamodb:${action}`);
