export { CONVENTIONS, type Convention } from './convention.ts';
export { HELD_ELSEWHERE_MODES, type HeldElsewhereMode } from './drive/held-elsewhere.ts';
export type { ImportOptions, ImportResult } from './drive/import-options.ts';
export { importUsage } from './drive/import-usage.ts';
export type { LedgerReader } from './drive/ledger-reader.ts';
export type { ImportPhase } from './drive/send-records.ts';
export type { Survey } from './drive/survey.ts';
export { ImportError, ImportInterruptedError, OverlapError, RefusedImportError } from './errors.ts';
export {
  type ImportItem,
  type ImportSource,
  SKIP_REASONS,
  type SkipReason,
} from './import-source.ts';
export * from './limits.ts';
export { isTimeZone } from './read/instant.ts';
export { batchResults } from './sources/batch-results.ts';
export {
  accessKeysOf,
  type ColumnMap,
  MAPPED_FIELDS,
  parseColumnMap,
  readColumnMap,
  readMapFile,
} from './sources/column-map.ts';
export { langfuse } from './sources/langfuse.ts';
export { litellm } from './sources/litellm.ts';
export { mapped } from './sources/mapped.ts';
export { symfony } from './sources/symfony.ts';
export {
  findDefaultTranscripts,
  findTranscripts,
  transcriptRoots,
} from './sources/transcripts/find-transcripts.ts';
export { transcripts } from './sources/transcripts/transcripts.ts';
