import { ROUTES } from '@token-ledger/contract';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { UsageApi } from '../api/usage-api.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { UsageExports } from '../exports/usage-exports.ts';
import type { UsageIntake } from '../intake/usage-intake.ts';
import { silentAfterMinutes } from '../monitoring/silence.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { ledgerSettings, queueSettings, silentSourceSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

export interface UsageHealthProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly intake: UsageIntake;
  readonly notifications: NotificationQueue;
  readonly exports: UsageExports;
  readonly api: UsageApi;
}

/** The health check: its route, and the function behind it. */
export class UsageHealth extends Construct {
  readonly checkHealth: LedgerFunction<'check-health'>;

  constructor(scope: Construct, id: string, props: UsageHealthProps) {
    super(scope, id);
    const { configuration, data, intake, notifications, exports, api } = props;
    const { live, bulk } = intake.queues;
    const { autoAggregation, monitoring } = configuration;
    this.checkHealth = new LedgerFunction(this, 'CheckHealth', {
      configuration,
      service: 'check-health',
      description: 'Shows freshness, lag, errors and active alarms',
      memoryMib: 512,
      // It waits at most two seconds for each source.
      timeoutSeconds: 10,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        ...queueSettings(intake.queues, notifications),
        ...silentSourceSettings(configuration),
        EXPORT_QUEUE_URL: exports.queue.queueUrl,
        EXPORT_DEAD_LETTERS_URL: exports.deadLetters.queueUrl,
        API_ID: api.api.apiId,
        RECORD_USAGE_FUNCTION: intake.recordUsage.function.functionName,
        ERROR_RATE_THRESHOLD: String(monitoring.alertThresholds.errorRate),
        ROLL_UP_SILENT_AFTER_SECONDS: String(
          autoAggregation.enabled ? 60 * silentAfterMinutes(autoAggregation.schedule) : 0,
        ),
      },
    });
    data.allowCheckingHealth(this.checkHealth);
    this.checkHealth.allow(
      ['sqs:GetQueueAttributes'],
      [live, bulk, notifications, exports].flatMap(({ queue, deadLetters }) => [
        queue.queueArn,
        deadLetters.queueArn,
      ]),
    );
    this.allowCloudWatch();
    api.serve(ROUTES.getHealth, this.checkHealth);
  }

  private allowCloudWatch(): void {
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.checkHealth.allow(['cloudwatch:DescribeAlarms'], [alarms]);
    this.checkHealth.allow(['cloudwatch:GetMetricData'], ['*']);
    this.checkHealth.acknowledgeWildcard(
      '*',
      'The action of CloudWatch that reads metrics has no resource to name.',
    );
    this.checkHealth.acknowledgeWildcard(
      'arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*',
      'For a prefix of names, DescribeAlarms is allowed for all alarms of the region or for none.',
    );
  }
}
