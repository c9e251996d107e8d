import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { ledgerSettings, shownIdSettings, silentSourceSettings } from '../shared/function-environment.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';

export interface UsageQualityProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
}

/** Shows how complete and consistent recorded usage is. */
export class UsageQuality extends Construct {
  readonly checkQuality: LedgerFunction<'check-quality'>;

  constructor(scope: Construct, id: string, { configuration, data }: UsageQualityProps) {
    super(scope, id);
    this.checkQuality = new ApiFunction(this, 'CheckQuality', {
      configuration,
      service: 'check-quality',
      description: 'Compares statistics with records, and records with their copies; lists conflicts',
      memoryMib: 1769,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        RECORDS_TABLE: data.records.tableName,
        ...shownIdSettings(configuration),
        ...silentSourceSettings(configuration),
      },
    });
    data.allowCheckingQuality(this.checkQuality);
    data.allowNames(this.checkQuality);
  }
}
