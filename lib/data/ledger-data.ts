import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import { LedgerPermissions } from './ledger-permissions.ts';
import { createLedgerTable } from './ledger-table.ts';

/** The two tables of the ledger, and the permissions to use them. */
export class LedgerData extends LedgerPermissions {
  /** One item per record; the function that inserts a request id first has counted it. */
  override readonly records: TableV2;
  /** Everything else: segments, marks, statistics, quarantine, budgets and their alerts, exports, reports, access keys, state. */
  override readonly ledger: TableV2;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    this.records = createLedgerTable(this, 'Records', configuration, {
      sorted: false,
      pointInTimeRecovery: configuration.recordsPointInTimeRecovery,
    });
    this.ledger = createLedgerTable(this, 'Ledger', configuration, {
      sorted: true,
      pointInTimeRecovery: true,
    });
  }
}
