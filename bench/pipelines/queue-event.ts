import type { SQSEvent } from 'aws-lambda';
import { sqsEvent } from '../../test/support/sqs-event.ts';

/** Messages as Lambda hands them over, sent just now: records cannot occur after their message was sent. */
export function queueEvent(bodies: readonly string[]): SQSEvent {
  const now = String(Date.now());
  const { Records } = sqsEvent(...bodies);
  return {
    Records: Records.map((record) => ({
      ...record,
      attributes: { ...record.attributes, SentTimestamp: now, ApproximateFirstReceiveTimestamp: now },
    })),
  };
}
