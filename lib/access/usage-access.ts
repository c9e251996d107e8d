import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import { createLedgerTable, type LedgerTable } from '../data/ledger-table.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { auditSettings, eventSettings } from '../shared/function-environment.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import { SignIn } from './sign-in.ts';

export interface UsageAccessProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  /** Where events wait for their delivery. */
  readonly notifications: NotificationQueue;
}

/** Access keys, users, sign-in, and the audit log of who did what. */
export class UsageAccess extends Construct {
  readonly audit: LedgerTable;
  readonly signIn: SignIn;
  readonly manageAccess: LedgerFunction<'manage-access'>;

  constructor(scope: Construct, id: string, { configuration, data, notifications }: UsageAccessProps) {
    super(scope, id);
    // A separate table, so that no permission to change other items includes audit entries.
    this.audit = createLedgerTable(this, 'Audit', configuration, {
      pointInTimeRecovery: true,
      existing: configuration.existing.auditTable,
    });

    this.signIn = new SignIn(this, 'SignIn', configuration);

    this.manageAccess = new ApiFunction(this, 'ManageAccess', {
      configuration,
      service: 'manage-access',
      description: 'Shows and changes access keys and users, and lists audit entries',
      memoryMib: 512,
      environment: {
        LEDGER_TABLE: data.ledger.tableName,
        ...auditSettings(this.audit, configuration),
        ...eventSettings(configuration, notifications),
        REPORTING_TIME_ZONE: configuration.reportingTimeZone,
      },
    });
    data.allowManagingAccess(this.manageAccess);
    this.manageAccess.allowSending(notifications.queue);
    this.allowAuditing(this.manageAccess);
    this.manageAccess.allow(['dynamodb:Query'], [this.audit.tableArn]);
  }

  /** Adds audit entries. A PartiQL INSERT replaces nothing, and no function may change or delete an entry. */
  allowAuditing(grantee: LedgerFunction): void {
    grantee.allow(['dynamodb:PartiQLInsert'], [this.audit.tableArn]);
  }
}
