import type { UsageRecordInput } from '@token-ledger/contract';
import type { AnthropicUsage, NamedSource } from '@token-ledger/core';

/** Why a line or row is not a record. */
export const SKIP_REASONS = [
  /** Not JSON, or a row with more or fewer columns than the header. */
  'malformed',
  /** Longer than `MAX_IMPORT_ROW_BYTES`. */
  'too_long',
  /** Says nothing about usage, such as a question in a transcript. */
  'without_usage',
  /** A line about a call that another line is about, too; the largest figures of all of them count. */
  'repeated_line',
  /** Made up by Claude Code; nothing was called. */
  'synthetic',
  /** An error that Claude Code shows as a message. */
  'api_error_message',
  /** A model of another vendor. */
  'not_anthropic',
  /** No name under which it could count once. */
  'no_identity',
  /** No time, or one that cannot be read: it would count in the wrong hour. */
  'no_time',
  /** Figures that are no whole numbers. */
  'invalid_figures',
  /** Answered by the gateway's own cache: no tokens were used. */
  'gateway_cache_hit',
  /** Failed before it used any tokens. */
  'failed_without_usage',
  /** Nothing shows whether the prompt tokens include those of the cache. */
  'ambiguous_convention',
  /** The figures contradict the convention that was named. */
  'convention_contradicted',
  /** A request of a batch that failed. */
  'batch_errored',
  /** A request of a batch that was canceled. */
  'batch_canceled',
  /** A request of a batch that expired. */
  'batch_expired',
  /** A sum of calls that are imported one by one. */
  'aggregate',
  /** The same call is a row of the table `access_key_usage`. */
  'same_call_elsewhere',
  /** Of an access key that the map of access keys does not name: it would count under the access key that imports. */
  'unmapped_key',
  /** Another access key has counted it, and the import leaves such calls out. */
  'held_elsewhere',
  /** Outside of the range that was asked for. */
  'outside_range',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Where something stands in a file. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A record as sources make it. */
export type ImportedRecord = Omit<UsageRecordInput, 'usage' | 'message' | 'events' | 'source'> & {
  readonly usage: AnthropicUsage;
};

export interface FoundRecord {
  readonly kind: 'record';
  readonly place: Place;
  readonly record: ImportedRecord;
  /**
   * Whether one of its names is one that Anthropic gave, so that it joins what was captured live under the same access key. A
   * record that cannot join would count a second time; so does any record under another access key than the one that captured it.
   */
  readonly joins: boolean;
}

export type ImportItem =
  | FoundRecord
  | { readonly kind: 'skipped'; readonly place: Place; readonly reason: SkipReason }
  /** Figures that this version does not know and does not count. */
  | { readonly kind: 'unknown_figures'; readonly names: readonly string[] };

/** The values of the field `source` of records that are imported. */
export type ImportSourceName = Extract<
  NamedSource,
  'transcript' | 'batch_results' | 'litellm' | 'langfuse' | 'symfony' | 'import'
>;

/** Files of one kind, and how they are read. */
export interface ImportSource {
  readonly name: ImportSourceName;
  /** In the order in which they are read. */
  readonly files: readonly string[];
  /** What the records depend on besides the files, such as a convention: another one makes another import of it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /**
   * The same items in the same order each time, as long as the files do not change. Calls that are in files of `unchanged`
   * only are left out.
   */
  read(unchanged?: ReadonlySet<string>): AsyncIterable<ImportItem>;
}

export function skipped(place: Place, reason: SkipReason): ImportItem {
  return { kind: 'skipped', place, reason };
}
