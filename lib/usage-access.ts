import { Construct } from 'constructs';
import type { Configuration } from './configuration/read-configuration.ts';
import type { LedgerData } from './ledger-data.ts';
import { LedgerFunction } from './ledger-function.ts';

export interface UsageAccessProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
}

/** Who may do what: the administration of access keys and users. */
export class UsageAccess extends Construct {
  readonly manageAccess: LedgerFunction<'manage-access'>;

  constructor(scope: Construct, id: string, { configuration, data }: UsageAccessProps) {
    super(scope, id);
    this.manageAccess = new LedgerFunction(this, 'ManageAccess', {
      configuration,
      service: 'manage-access',
      description: 'Administers access keys and users',
      memoryMib: 512,
      // An HTTP API waits at most 30 seconds.
      timeoutSeconds: 29,
      environment: { STATISTICS_TABLE: data.statistics.tableName },
    });
    data.allowStatistics(this.manageAccess, ['dynamodb:GetItem'], ['accessKeys', 'users', 'state']);
    data.allowStatistics(
      this.manageAccess,
      ['dynamodb:Query', 'dynamodb:BatchGetItem'],
      ['accessKeyList', 'lastUses', 'users'],
    );
    data.allowStatistics(
      this.manageAccess,
      ['dynamodb:PutItem'],
      ['accessKeys', 'accessKeyList', 'users', 'disabledIds', 'state'],
    );
    data.allowStatistics(this.manageAccess, ['dynamodb:DeleteItem'], ['disabledIds']);
  }
}
