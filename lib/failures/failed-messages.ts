import { Construct } from 'constructs';
import type { UsageAccess } from '../access/usage-access.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { UsageIntake } from '../intake/usage-intake.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { ApiFunction } from '../shared/api-function.ts';
import {
  admissionSettings,
  auditSettings,
  queueSettings,
  timedSettings,
} from '../shared/function-environment.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import type { QueuePair } from '../shared/queue-pair.ts';

export interface FailedMessagesProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly intake: UsageIntake;
  readonly notifications: NotificationQueue;
  readonly access: UsageAccess;
}

/** Messages that could not be recorded or delivered: shows, retries and deletes them. */
export class FailedMessages extends Construct {
  readonly manageFailures: LedgerFunction<'manage-failures'>;

  constructor(scope: Construct, id: string, props: FailedMessagesProps) {
    super(scope, id);
    const { configuration, data, intake, notifications, access } = props;
    const { live, bulk } = intake.queues;
    this.manageFailures = new ApiFunction(this, 'ManageFailures', {
      configuration,
      service: 'manage-failures',
      description: 'Shows, retries and deletes failed messages',
      memoryMib: 1024,
      environment: {
        LEDGER_TABLE: data.ledger.tableName,
        ...auditSettings(access.audit, configuration),
        ...queueSettings(intake.queues, notifications),
        ...timedSettings(configuration),
        ...admissionSettings(configuration),
      },
    });
    access.allowAuditing(this.manageFailures);
    data.allowManagingQuarantine(this.manageFailures);
    data.allowAccessKeyNames(this.manageFailures);
    for (const pair of [live, bulk, notifications]) this.allowRetrying(pair);
  }

  /** Dead letters are shown by receiving them, and sent to their queue again. */
  private allowRetrying({ queue, deadLetters }: QueuePair): void {
    this.manageFailures.allow(
      ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [deadLetters.queueArn],
    );
    this.manageFailures.allowSending(queue);
  }
}
