import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import { shownIdSettings, timedSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

export interface UsageQualityProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
}

/** Tells how complete and consistent what is recorded is. */
export class UsageQuality extends Construct {
  readonly checkQuality: LedgerFunction<'check-quality'>;

  constructor(scope: Construct, id: string, { configuration, data }: UsageQualityProps) {
    super(scope, id);
    this.checkQuality = new LedgerFunction(this, 'CheckQuality', {
      configuration,
      service: 'check-quality',
      description: 'Compares statistics with records, and records with their copies; lists conflicts',
      memoryMib: 1769,
      // An HTTP API waits at most 30 seconds.
      timeoutSeconds: 29,
      environment: {
        RECORDS_TABLE: data.records.tableName,
        LEDGER_TABLE: data.ledger.tableName,
        ...shownIdSettings(configuration),
        ...timedSettings(configuration),
        REPORTING_TIME_ZONE: configuration.reportingTimeZone,
      },
    });
    this.checkQuality.allow(['dynamodb:GetItem', 'dynamodb:Scan'], [data.records.tableArn]);
    data.allowLedger(
      this.checkQuality,
      ['dynamodb:Query'],
      ['segments', 'marks', 'statistics', 'quarantine', 'conflicts'],
    );
    data.allowLedger(this.checkQuality, ['dynamodb:BatchGetItem'], ['statistics']);
    data.allowNames(this.checkQuality);
    data.allowLedger(this.checkQuality, ['dynamodb:GetItem'], ['prices', 'state']);
    // When copies expire follows from a history of the retention, which the first function to notice a change continues; the key
    // that signs cursors is created by the first function that needs it.
    data.allowLedger(this.checkQuality, ['dynamodb:PutItem'], ['state']);
  }
}
