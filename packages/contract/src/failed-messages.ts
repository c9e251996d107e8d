import * as z from 'zod/mini';
import { checkPage, pageParameters, refuseIn } from './query-parameters.ts';

/** The queues whose messages can fail. */
export const FAILED_MESSAGE_QUEUES = ['live', 'bulk', 'notifications'] as const;
export type FailedMessageQueue = (typeof FAILED_MESSAGE_QUEUES)[number];

/** Where failed messages are: in the dead-letter queue of a queue, or in quarantine. */
export const FAILED_MESSAGE_PLACES = [...FAILED_MESSAGE_QUEUES, 'quarantine'] as const;
export type FailedMessagePlace = (typeof FAILED_MESSAGE_PLACES)[number];

/** Quarantined records on a page. */
export const MAX_QUARANTINED_PER_PAGE = 500;
export const DEFAULT_QUARANTINED_PER_PAGE = 100;
/** The most request ids of one message in a list; a single message shows all. */
export const MAX_LISTED_REQUEST_IDS = 10;
/** The most problems of one message in a list. */
export const MAX_LISTED_PROBLEMS = 5;
/**
 * A signature and a quarantined record's id, which contains another id of up to 200 characters in base64url; all in
 * base64url again.
 */
const MAX_CURSOR_LENGTH = 1600;

/** The query parameters of `GET /v1/failed-messages`, as strings on the wire. Unknown parameters are refused. */
export const failedMessagesQuery = z
  .strictObject({
    /** Only messages of this place; by default of all places. */
    place: z.optional(z.enum(FAILED_MESSAGE_PLACES)),
    ...pageParameters(
      MAX_QUARANTINED_PER_PAGE,
      DEFAULT_QUARANTINED_PER_PAGE,
      z.string().check(z.maxLength(MAX_CURSOR_LENGTH, 'must be a nextCursor')),
    ),
  })
  .check((context) => {
    const { place, cursor, offset } = context.value;
    const refuse = refuseIn(context);
    checkPage({ cursor, offset }, refuse);
    if (place === undefined || place === 'quarantine') return;
    for (const [name, value] of Object.entries({ cursor, offset }))
      if (value !== undefined) refuse(name, 'must be left out for dead letters, which have no pages');
  });
