import { Duration } from 'aws-cdk-lib';
import { MAXIMUM_QUEUE_AGE_SECONDS } from '../../functions/check-health/contract.ts';
import { type Alarms, above } from '../monitoring/alarm-registry.ts';
import type { NotificationQueue } from './notification-queue.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Whether alerts of budgets and runs of reports reach their receivers. */
export function notificationAlarms({ queue, deadLetters }: NotificationQueue): Alarms {
  return {
    NotificationDeadLetters: {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: FIVE_MINUTES,
      }),
      ...above(0),
      severity: 'high',
      meaning:
        'An alert of a budget, or a run of a report, could not be delivered through every channel within an hour.',
      runbook: 'notification-dead-letters',
    },
    NotificationQueueAge: {
      metric: queue.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: FIVE_MINUTES,
      }),
      ...above(MAXIMUM_QUEUE_AGE_SECONDS.notifications),
      severity: 'low',
      meaning: `An alert of a budget, or a run of a report, has waited for more than ${MAXIMUM_QUEUE_AGE_SECONDS.notifications} seconds to be delivered everywhere.`,
      runbook: 'notification-queue-age',
    },
  };
}
