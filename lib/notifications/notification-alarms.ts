import { MAXIMUM_QUEUE_AGE_SECONDS } from '../../functions/check-health/contract.ts';
import type { Alarms } from '../monitoring/alarm-registry.ts';
import { anyDeadLetter, waitingLongerThan } from '../monitoring/queue-alarms.ts';
import type { NotificationQueue } from './notification-queue.ts';

/** Whether alerts of budgets, runs of reports and events reach their channels. */
export function notificationAlarms(notifications: NotificationQueue): Alarms {
  return {
    NotificationDeadLetters: {
      ...anyDeadLetter(notifications),
      essential: true,
      severity: 'high',
      meaning:
        'An alert of a budget, a run of a report, or an event did not reach all of its channels within an hour, and was given up.',
      runbook: 'notification-dead-letters',
    },
    NotificationQueueAge: {
      ...waitingLongerThan(MAXIMUM_QUEUE_AGE_SECONDS.notifications, notifications),
      severity: 'low',
      meaning: `An alert of a budget, a run of a report, or an event has not reached all of its channels for more than ${MAXIMUM_QUEUE_AGE_SECONDS.notifications / 60} minutes.`,
      runbook: 'notification-queue-age',
    },
  };
}
