import { TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { AUDIT_HOURS } from '../../functions/audit-ledger/contract.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { ApiFunction } from '../shared/api-function.ts';
import {
  eventSettings,
  ledgerSettings,
  shownIdSettings,
  silentSourceSettings,
} from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { RecurringRuns } from '../shared/recurring-runs.ts';

export interface UsageQualityProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  /** Where events wait for their delivery. */
  readonly notifications: NotificationQueue;
}

/** Shows how complete and consistent recorded usage is, and audits it every night. */
export class UsageQuality extends Construct {
  readonly checkQuality: LedgerFunction<'check-quality'>;

  constructor(scope: Construct, id: string, { configuration, data, notifications }: UsageQualityProps) {
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

    const audit = new LedgerFunction(this, 'AuditLedger', {
      configuration,
      service: 'audit-ledger',
      description:
        'Compares yesterday and some of the past with their records, and has repaired what is safe to repair',
      memoryMib: 1769,
      timeoutSeconds: 900,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        ...eventSettings(configuration, notifications),
        RECORDS_TABLE: data.records.tableName,
      },
    });
    data.allowAuditing(audit);
    audit.allowSending(notifications.queue);
    new RecurringRuns(this, audit).schedule('Audit', {
      description: 'Audits the day before',
      enabled: configuration.autoAggregation.enabled,
      schedule: ScheduleExpression.cron({
        minute: '20',
        hour: AUDIT_HOURS.join(','),
        timeZone: TimeZone.of(configuration.reportingTimeZone),
      }),
    });
  }
}
