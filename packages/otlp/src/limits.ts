/** Log records, or spans, of one request. Exporters send batches of at most a few hundred. */
export const MAX_TELEMETRY_RECORDS = 10_000;

/**
 * Messages within the protobuf of one request: processes, libraries, entries and attributes. Real ones have fewer in 5 MB; each
 * costs time. Bodies in JSON have a limit of as many values.
 */
export const MAX_TELEMETRY_MESSAGES = 500_000;

/** An attribute's value, in bytes of UTF-8. What is longer is no id, no name and no number, and is not read. */
export const MAX_ATTRIBUTE_BYTES = 256;
