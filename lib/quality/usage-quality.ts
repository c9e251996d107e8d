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
      description: 'Compares statistics with records, and records with their copies',
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
    data.allowCheckingQuality(this.checkQuality);
    data.allowNames(this.checkQuality);
  }
}
