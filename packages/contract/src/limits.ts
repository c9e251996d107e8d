/*
 * Every limit of the public wire, declared once. docs/limits.md lists them for people; a test keeps the two in step.
 */

/**
 * The largest request body, before and after decompression: 5 MB. The body travels to the function as a string inside
 * the event, whose own limit is 6 MB (6,291,556 bytes): 1.25 bytes per byte leave room for the escaping of JSON in JSON.
 */
export const MAX_BODY_BYTES = 5_000_000;

/** Records in one HTTP request. */
export const MAX_RECORDS_PER_REQUEST = 1000;

/** Records in one message of the queue. */
export const MAX_RECORDS_PER_MESSAGE = 500;

/** The largest message body that the queue's consumer accepts: 256 KB. */
export const MAX_MESSAGE_BYTES = 262_144;

/** The size the product fills its own messages to: 60 KB, which with its attributes is one billed 64 KB chunk. */
export const PACKED_MESSAGE_BYTES = 61_440;

/** The largest size of a message's records after decompression. Protects the consumer's memory. */
export const MAX_INFLATED_BYTES = 5_000_000;

/** Values of one JSON document, objects and lists included. Real ones have fewer in 5 MB; each costs memory. */
export const MAX_JSON_VALUES = 500_000;

/** How deep the values of one JSON document may be nested. A record needs 8; what a message says may go deeper. */
export const MAX_JSON_DEPTH = 100;

/** An id or name, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 128;

/** The longest replacement of a user id in a query, in characters: the pseudonym of an id of 128 bytes. */
export const MAX_PSEUDONYM_LENGTH = 237;

/** A request id, in UTF-16 code units. */
export const MAX_REQUEST_ID_LENGTH = 128;

export const MAX_METADATA_PAIRS = 16;

/** The name of a pair of metadata, in characters. */
export const MAX_METADATA_NAME_LENGTH = 64;

/** Words of one text of a record, such as an id, a feature or a value of its metadata. More make a sentence. */
export const MAX_WORDS_PER_TEXT = 4;

/** All keys and values of the metadata together, in bytes of UTF-8. */
export const MAX_METADATA_BYTES = 1024;

/** Steps of one call. A server-side tool loop pauses after ten; this leaves room, and bounds the size of a record. */
export const MAX_ITERATIONS = 128;

/** Searches on the web, and pages fetched, of one call: far above what a call can make. */
export const MAX_SERVER_TOOL_REQUESTS = 10_000;

/** Events of one stream that say something about usage. All others are dropped unread, however many there are. */
export const MAX_USAGE_EVENTS = 1000;

/** Fields of a record, those that are not known included: with more, none of them is looked at. */
export const MAX_RECORD_FIELDS = 100;

/** Anthropic allows 0 to 1; other gateways in front of it up to 2. */
export const MAX_TEMPERATURE = 2;

/** The last millisecond of the year 9999, the last that ISO 8601 writes with four digits. */
export const MAX_OCCURRED_AT_MS = 253_402_300_799_999;

/** The most problems reported for one record; one more entry says how many were left out. Keeps the answer below 6 MB. */
export const MAX_PROBLEMS_PER_RECORD = 20;

/** The most problems at the top of a problem document. Each record's result lists all of its own. */
export const MAX_PROBLEMS_PER_DOCUMENT = 100;

/**
 * Labels of rejected records in one answer, in bytes of JSON within JSON. With the problems of a thousand records they must fit
 * into the 6 MB that a function can return.
 */
export const MAX_RETURNED_METADATA_BYTES = 1_000_000;
