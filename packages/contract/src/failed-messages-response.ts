import * as z from 'zod/mini';
import { FAILED_MESSAGE_PLACES, FAILED_MESSAGE_QUEUES } from './failed-messages.ts';
import {
  flag,
  type Immutable,
  instantText,
  nextCursor,
  optionalName,
  quantity,
  text,
} from './response-parts.ts';

/** One failed message. Contains no values of unknown fields or of fields that could hold content. */
export const failedMessageResponse = z.object({
  id: text('The id of the message.'),
  place: z.enum(FAILED_MESSAGE_PLACES),
  reason: text(
    '`unreadable`: it is not a message of this queue. `not_recorded`, `not_delivered`: it is, and every try failed. ' +
      'Else why a record was quarantined: `invalid_record`, `too_old`, `disabled` or `too_many_tokens`.',
  ),
  receivedAt: instantText('When the message was first received.'),
  expiresAt: instantText('When the message is deleted for good.'),
  retryable: flag(
    'Whether a retry can work: of a quarantined record, whether it would count by the present rules.',
  ),
  problems: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .check(
      z.describe(
        'What is wrong with the message; for dead letters in a list, only what makes them unreadable as a whole.',
      ),
    ),
  records: z.exactOptional(quantity('Records in a usage message.')),
  requestIds: z.exactOptional(
    z
      .array(z.string())
      .check(z.describe('Request ids that have the form of an id; in a list, the first ten.')),
  ),
  accessKeyId: z.exactOptional(text('The access key of a quarantined record, if it has the form of an id.')),
  accessKeyName: optionalName(),
  model: z.exactOptional(text('The model of a quarantined record, if it has the form of an id.')),
  alertId: z.exactOptional(text('The alert in a message of the notification queue.')),
  runId: z.exactOptional(text('The report run in a message of the notification queue.')),
  eventId: z.exactOptional(text('The first event in a message of the notification queue.')),
  bytes: z.exactOptional(quantity('For a dead letter: the size of its body.')),
  receives: z.exactOptional(
    quantity('For a dead letter: how often it was received, including for inspection.'),
  ),
});
export type FailedMessageResponse = Immutable<typeof failedMessageResponse>;

const depth = z.object({
  waiting: quantity('Messages that can be received.'),
  hidden: quantity('Messages that are being inspected right now.'),
});

/** The body of `GET /v1/failed-messages`. */
export const failedMessagesResponse = z.object({
  asOf: instantText('The time of this answer.'),
  complete: flag(
    'False if dead letters are missing, because another caller is inspecting them or there are too many.',
  ),
  deadLetters: z
    .partialRecord(z.enum(FAILED_MESSAGE_QUEUES), depth)
    .check(z.describe('The queues’ own estimates, which may lag by a minute.')),
  messages: z.array(failedMessageResponse),
  nextCursor: nextCursor(),
});
export type FailedMessagesResponse = Immutable<typeof failedMessagesResponse>;

/** The body of the answer to a retry. */
export const retryResponse = z.object({
  id: text('The id of the message.'),
  queue: z.enum(FAILED_MESSAGE_QUEUES).check(z.describe('The queue it was sent to.')),
});
export type RetryResponse = Immutable<typeof retryResponse>;
