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

/** One failed message. Nothing in it is taken from a field that is not known, or that could hold content. */
export const failedMessageResponse = z.object({
  id: text('Of the message.'),
  place: z.enum(FAILED_MESSAGE_PLACES),
  reason: text(
    '`unreadable`: it is not a message of this queue. `not_recorded`, `not_delivered`: it is, and every try failed. ' +
      'Else why a record was quarantined: `invalid_record`, `too_old`, `disabled` or `too_many_tokens`.',
  ),
  receivedAt: instantText('When it was received first.'),
  expiresAt: instantText('When it is gone for ever.'),
  retryable: flag('Whether a retry may help.'),
  problems: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .check(
      z.describe(
        'What is wrong with it; of dead letters in the list only what makes them unreadable as a whole.',
      ),
    ),
  records: z.exactOptional(quantity('In a message of usage.')),
  requestIds: z.exactOptional(
    z.array(z.string()).check(z.describe('Those that have the form of an id; in the list the first ten.')),
  ),
  accessKeyId: z.exactOptional(text('Of a quarantined record, if it has the form of an id.')),
  accessKeyName: optionalName(),
  model: z.exactOptional(text('Of a quarantined record, if it has the form of an id.')),
  alertId: z.exactOptional(text('In a message of the alert queue.')),
  runId: z.exactOptional(text('The same, if it is about a run of a report.')),
  bytes: z.exactOptional(quantity('Of a dead letter: the size of its body.')),
  receives: z.exactOptional(
    quantity('Of a dead letter: how often it was handed out, for being looked at included.'),
  ),
});
export type FailedMessageResponse = Immutable<typeof failedMessageResponse>;

const depth = z.object({
  waiting: quantity('Messages that can be had.'),
  hidden: quantity('Messages that somebody looks at right now.'),
});

/** The body of `GET /v1/failed-messages`. */
export const failedMessagesResponse = z.object({
  asOf: instantText('When this was so.'),
  complete: flag(
    'False if dead letters are missing, because somebody else looks at them right now or there are too many.',
  ),
  deadLetters: z
    .partialRecord(z.enum(FAILED_MESSAGE_QUEUES), depth)
    .check(z.describe('By the queues’ own estimate, which may lag behind by a minute.')),
  messages: z.array(failedMessageResponse),
  nextCursor: nextCursor(),
});
export type FailedMessagesResponse = Immutable<typeof failedMessagesResponse>;

/** The body of the answer to a retry. */
export const retryResponse = z.object({
  id: text('Of the message.'),
  queue: z.enum(FAILED_MESSAGE_QUEUES).check(z.describe('Where it was sent.')),
});
export type RetryResponse = Immutable<typeof retryResponse>;
