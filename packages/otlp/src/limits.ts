/** Log records, or spans, of one request. Exporters send batches of at most a few hundred. */
export const MAX_TELEMETRY_RECORDS = 10_000;

/** An attribute's value, in bytes of UTF-8. What is longer is no id, no name and no number, and is not read. */
export const MAX_ATTRIBUTE_BYTES = 256;
