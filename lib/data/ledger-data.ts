import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import { LedgerPermissions } from './ledger-permissions.ts';
import { createLedgerTable, type LedgerTable } from './ledger-table.ts';

/** The two tables of the ledger, and the permissions to use them. */
export class LedgerData extends LedgerPermissions {
  /** One item per record, by name and access key, and one per second name of a call. */
  override readonly records: LedgerTable;
  /** Everything else: segments, marks, statistics, quarantine, conflicts, budgets and their alerts, exports, reports, access keys, state. */
  override readonly ledger: LedgerTable;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    this.records = createLedgerTable(this, 'Records', configuration, {
      pointInTimeRecovery: configuration.recordsPointInTimeRecovery,
      existing: configuration.existing.recordsTable,
    });
    this.ledger = createLedgerTable(this, 'Ledger', configuration, {
      pointInTimeRecovery: true,
      existing: configuration.existing.ledgerTable,
    });
  }
}
