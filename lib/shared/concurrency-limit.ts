import type { SqsEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';

/** How many invocations a queue may keep busy. A limit keeps five pollers asking the queue, without one Lambda goes down to two. */
export function concurrencyLimit(limit: number | 'unlimited'): Pick<SqsEventSourceProps, 'maxConcurrency'> {
  return limit === 'unlimited' ? {} : { maxConcurrency: limit };
}
