import type { Transport } from '@token-ledger/client';
import type { ImportSource } from '../import-source.ts';
import type { HeldElsewhereMode } from './held-elsewhere.ts';
import type { RecordDefaults } from './judge.ts';
import type { LedgerReader } from './ledger-reader.ts';
import type { ImportPhase } from './send-records.ts';
import type { Sent } from './sent.ts';
import type { Survey } from './survey.ts';
import type { TimeRange } from './time-range.ts';

export interface ImportOptions {
  readonly source: ImportSource;
  /** The ledger's address, before `/v1`. */
  readonly endpoint: string;
  /** With the scope `ingest`; `ingest:any` to report for other access keys. */
  readonly accessKey: string;
  /** With the scope `read`, to find out what was captured already, and by which access keys. Default: `accessKey`. */
  readonly readKey?: string;
  /** What records get that do not say it themselves. */
  readonly defaults?: RecordDefaults;
  /** Only calls of [fromMs, toMs). Default: all. */
  readonly range?: Partial<TimeRange>;
  /** Reads and checks everything, and sends nothing. */
  readonly dryRun?: boolean;
  /** A file that remembers where an import stands, so that the next one continues it, or imports only what is new. */
  readonly statePath?: string;
  /** A file of NDJSON that lists the records that were refused. */
  readonly reportPath?: string;
  /** Whether to import calls that may have been captured already under other names. */
  readonly allowOverlap?: boolean;
  /** What is done with calls that another access key has counted. Default: `refuse`. */
  readonly heldElsewhere?: HeldElsewhereMode;
  /** Called once everything is read and checked for what it holds, before the import can be refused for it. */
  readonly onSurvey?: (survey: Survey) => void;
  readonly onProgress?: (phase: ImportPhase, done: number, total: number | undefined) => void;
  /** Stops the import after the batch that is on its way. */
  readonly signal?: AbortSignal;
  /** How often a batch is sent before the import stops. Default: 10. */
  readonly attempts?: number;
  /** Before the second attempt; it doubles up to 30 seconds. Default: 500. */
  readonly retryDelayMs?: number;
  /** Another way to the ledger than HTTP. */
  readonly transport?: Transport;
  /** Another way to read the ledger than HTTP. */
  readonly reader?: LedgerReader;
}

export interface ImportResult {
  readonly survey: Survey;
  /** Undefined after a dry run. */
  readonly sent: Sent | undefined;
  /** Files that were imported before and did not change since. */
  readonly unchangedFiles: number;
  /** Whether an interrupted import was continued. */
  readonly continued: boolean;
}
