/*
 * Every limit of the importers, declared once. docs/limits.md lists them for people; a test keeps the two in step.
 */

/**
 * A line of NDJSON, or the values of a row of CSV, in bytes: room for a request of 32 MB and its answer, where logs hold them. A
 * longer line is skipped and counted. A longer row of CSV, where the next one begins is not known, stops the import.
 */
export const MAX_IMPORT_ROW_BYTES = 67_108_864;

/** Calls of one import of transcripts: the figures of all of them are in memory, because any file may repeat any call. */
export const MAX_TRANSCRIPT_CALLS = 1_000_000;

/** Names whose repetition within one import is noticed. Beyond, repeated ones are sent, and count once, but are not shown. */
export const MAX_NAMES_COMPARED = 2_000_000;

/** The size of a column map. */
export const MAX_COLUMN_MAP_BYTES = 100_000;
