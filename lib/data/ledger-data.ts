import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import { LedgerPermissions } from './ledger-permissions.ts';
import { createLedgerTable } from './ledger-table.ts';

/** The two tables of the ledger, and the permissions to use them. */
export class LedgerData extends LedgerPermissions {
  /** One item per record, by name and access key, and one per second name of a call. */
  override readonly records: TableV2;
  /** Everything else: segments, marks, statistics, quarantine, conflicts, budgets and their alerts, exports, reports, access keys, state. */
  override readonly ledger: TableV2;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    this.records = createLedgerTable(this, 'Records', configuration, {
      pointInTimeRecovery: configuration.recordsPointInTimeRecovery,
    });
    this.ledger = createLedgerTable(this, 'Ledger', configuration, {
      pointInTimeRecovery: true,
    });
  }
}
