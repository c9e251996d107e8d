import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { NOON } from './records.ts';

/** A message as the event source delivers it; ids are `m0`, `m1`, … in the order of the bodies. */
export function sqsEvent(...bodies: readonly unknown[]): SQSEvent {
  return { Records: bodies.map((body, index) => sqsRecord(`m${index}`, body)) };
}

function sqsRecord(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt of ${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(NOON),
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: String(NOON),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:live',
    awsRegion: 'eu-central-1',
  };
}
