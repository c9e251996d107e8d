/*
 * How a report was captured. A label beside the figures: it decides no price and no identity, and is no dimension of the
 * statistics. The quality report counts by it, and it shows which way in went silent.
 */

export const RECORD_SOURCES = [
  /** Code of the producer's own, or curl: what a report is that names no source. */
  'direct',
  /** The client library. */
  'client',
  'gateway',
  /** Log events of Claude Code's OpenTelemetry export. */
  'claude_code',
  /** Spans that Anthropic pushes to a telemetry destination. */
  'anthropic_span',
  /** GenAI spans of other programs. */
  'span',
  /** Claude Code's local transcripts. */
  'transcript',
  /** Results of Anthropic's Message Batches. */
  'batch_results',
  'litellm',
  'langfuse',
  'symfony',
  /** CSV or NDJSON by a column map. */
  'import',
] as const;
export type RecordSource = (typeof RECORD_SOURCES)[number];

/** A source as a record holds it: the default is left out, in memory as in storage. */
export type NamedSource = Exclude<RecordSource, typeof DEFAULT_SOURCE>;

export const DEFAULT_SOURCE = 'direct';

/**
 * Sources that never know all that decides the price: an event or a span has no place for it. Their reports hold totals only,
 * whether or not they say so, and give way to a complete report.
 */
const THIN_SOURCES: readonly RecordSource[] = ['claude_code', 'anthropic_span', 'span'];

export function isThin(source: RecordSource): boolean {
  return THIN_SOURCES.includes(source);
}

/** Sources that report calls long after they were made: their reports do not show that calls are made now. */
const PAST_SOURCES: readonly RecordSource[] = [
  'transcript',
  'batch_results',
  'litellm',
  'langfuse',
  'symfony',
  'import',
];

export function reportsThePast(source: RecordSource): boolean {
  return PAST_SOURCES.includes(source);
}

/** The source of a record; that of records that are older than the field is the default. */
export function sourceOf({ source }: { readonly source?: NamedSource }): RecordSource {
  return source ?? DEFAULT_SOURCE;
}

/** The source as a record holds it. */
export function namedSource(source: RecordSource | null | undefined): NamedSource | undefined {
  return source === DEFAULT_SOURCE || source === null ? undefined : source;
}
