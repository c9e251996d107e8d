import * as z from 'zod/mini';
import { wholeNumber } from './query-parameters.ts';

/** The queues whose messages can fail. */
export const FAILED_MESSAGE_QUEUES = ['live', 'bulk', 'alerts'] as const;
export type FailedMessageQueue = (typeof FAILED_MESSAGE_QUEUES)[number];

/** Where failed messages lie: in the dead-letter queue of a queue, or in quarantine. */
export const FAILED_MESSAGE_PLACES = [...FAILED_MESSAGE_QUEUES, 'quarantine'] as const;
export type FailedMessagePlace = (typeof FAILED_MESSAGE_PLACES)[number];

/** Quarantined records on a page. */
export const MAX_QUARANTINED_PER_PAGE = 500;
export const DEFAULT_QUARANTINED_PER_PAGE = 100;
/** Request ids told of one message in the list; a message by itself shows all. */
export const MAX_LISTED_REQUEST_IDS = 10;
/** Problems told of one message in the list. */
export const MAX_LISTED_PROBLEMS = 5;
/** A quarantined record's id holds another of up to 200 characters, in base64url of its UTF-8. */
const MAX_FAILED_MESSAGE_ID_LENGTH = 1100;

/** The query parameters of `GET /v1/failed-messages`, as strings on the wire. Unknown parameters are refused. */
export const failedMessagesQuery = z
  .strictObject({
    /** Only those of one place; of all places when absent. */
    place: z.optional(z.enum(FAILED_MESSAGE_PLACES)),
    limit: z._default(wholeNumber(1, MAX_QUARANTINED_PER_PAGE), DEFAULT_QUARANTINED_PER_PAGE),
    cursor: z.optional(z.string().check(z.maxLength(MAX_FAILED_MESSAGE_ID_LENGTH, 'must be a nextCursor'))),
  })
  .check((context) => {
    const { place, cursor } = context.value;
    if (cursor === undefined || place === undefined || place === 'quarantine') return;
    const message = 'must be left out for dead letters, which are told at once';
    context.issues.push({ code: 'custom', path: ['cursor'], message, input: undefined });
  });

/** One failed message. Nothing in it is taken from a field that is not known, or that could hold content. */
export interface FailedMessageResponse {
  readonly id: string;
  readonly place: FailedMessagePlace;
  /**
   * `unreadable`: it is not a message of this queue. `not_recorded`, `not_delivered`: it is, and every try failed. Else why
   * a record was quarantined: `invalid_record` or `too_old`.
   */
  readonly reason: string;
  readonly receivedAt: string;
  /** When it is gone for ever. */
  readonly expiresAt: string;
  /** Whether a retry may help. */
  readonly retryable: boolean;
  /** What is wrong with it; of dead letters in the list only what makes them unreadable as a whole. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** In a message of usage. */
  readonly records?: number;
  /** Those that have the form of an id; in the list the first ten. */
  readonly requestIds?: readonly string[];
  /** Of a quarantined record, if they have the form of an id. */
  readonly accessKeyId?: string;
  readonly model?: string;
  /** In a message of the alert queue. */
  readonly alertId?: string;
  /** The same, if it is about a run of a report. */
  readonly runId?: string;
  /** Of a dead letter: the size of its body, and how often it was handed out, for being looked at included. */
  readonly bytes?: number;
  readonly receives?: number;
}

/** The body of `GET /v1/failed-messages`. */
export interface FailedMessagesResponse {
  readonly asOf: string;
  /** False if dead letters are missing, because somebody else looks at them right now or there are too many. */
  readonly complete: boolean;
  /** By the queues' own estimate, which may lag behind by a minute. */
  readonly deadLetters: Readonly<
    Partial<Record<FailedMessageQueue, { readonly waiting: number; readonly hidden: number }>>
  >;
  readonly messages: readonly FailedMessageResponse[];
  /** For the next page of quarantined records. */
  readonly nextCursor?: string;
}

/** The body of the answer to a retry. */
export interface RetryResponse {
  readonly id: string;
  /** Where it was sent. */
  readonly queue: FailedMessageQueue;
}
