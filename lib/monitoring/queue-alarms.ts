import { Duration } from 'aws-cdk-lib';
import type { QueuePair } from '../shared/queue-pair.ts';
import { above } from './alarm-registry.ts';

const LATEST = { statistic: 'Maximum', period: Duration.minutes(5) } as const;

/** Alarms at the first dead letter. */
export function anyDeadLetter({ deadLetters }: Pick<QueuePair, 'deadLetters'>) {
  return { metric: deadLetters.metricApproximateNumberOfMessagesVisible(LATEST), ...above(0) };
}

/** Alarms when the oldest message has waited for longer. */
export function waitingLongerThan(seconds: number, { queue }: Pick<QueuePair, 'queue'>) {
  return { metric: queue.metricApproximateAgeOfOldestMessage(LATEST), ...above(seconds) };
}
