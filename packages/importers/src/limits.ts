/*
 * Every limit of the importers, declared once. docs/limits.md lists them for people; a test keeps the two in step.
 */

/** A line of NDJSON, or a row of CSV, in bytes. A longer line is skipped and counted; its bytes are never held at once. */
export const MAX_IMPORT_ROW_BYTES = 16_777_216;

/** Calls of one import of transcripts: the figures of all of them are in memory, because any file may repeat any call. */
export const MAX_TRANSCRIPT_CALLS = 1_000_000;

/** Names whose repetition within one import is noticed. Beyond, repeated ones are sent, and count once, but are not shown. */
export const MAX_NAMES_COMPARED = 2_000_000;

/** The size of a column map. */
export const MAX_COLUMN_MAP_BYTES = 100_000;
