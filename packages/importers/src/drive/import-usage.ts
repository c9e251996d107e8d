import type { Transport } from '@token-ledger/client';
import { createHttpTransport } from '@token-ledger/client/http';
import { parseAccessKey } from '@token-ledger/core';
import { ImportError } from '../errors.ts';
import type { ImportSource } from '../import-source.ts';
import { httpLedgerReader } from './http-ledger-reader.ts';
import { type ImportState, NO_STATE, openState } from './import-state.ts';
import type { RecordDefaults } from './judge.ts';
import { type LedgerReader, refuseOverlap } from './overlap.ts';
import { refusedByForm } from './refused-record.ts';
import { NO_REPORT, openReport } from './refused-report.ts';
import { type ImportPhase, type Outcome, sendRecords } from './send-records.ts';
import { NOTHING_SENT, type Sent } from './sent.ts';
import { type Survey, survey, type TimeRange } from './survey.ts';

export interface ImportOptions {
  readonly source: ImportSource;
  /** The ledger's address, before `/v1`. */
  readonly endpoint: string;
  /** With the scope `ingest`; `ingest:any` to report for other access keys. */
  readonly accessKey: string;
  /** With the scope `read`, to find out what was captured already. Default: `accessKey`. */
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

/** 30 s: a batch of 1,000 records may wait for a function that starts. */
const REQUEST_TIMEOUT_MS = 30_000;
const FROM_THE_START = { items: 0, sent: NOTHING_SENT, refusedFiles: [], reportBytes: 0 };
const ALWAYS: TimeRange = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };

/**
 * Imports usage: reads everything, refuses what would count twice, then sends records in batches, by the queue for backfill. It may be
 * killed at any point and run again: a call counts once under its name. Rejects with an `ImportError`.
 */
export async function importUsage(options: ImportOptions): Promise<ImportResult> {
  const { source, endpoint, accessKey, defaults = {}, dryRun = false } = options;
  const ownKeyId = parseAccessKey(accessKey)?.id;
  if (ownKeyId === undefined) throw new ImportError('The access key must be one of Token Ledger: tl_ak_….');
  const range = { ...ALWAYS, ...options.range };
  const state = options.statePath
    ? await openState(options.statePath, {
        source,
        // Under another access key, the same calls are other records.
        defaults: { accessKeyId: ownKeyId, ...defaults },
        target: endpoint,
        range,
      })
    : NO_STATE;
  const common = { source, unchanged: state.unchanged, defaults, ownKeyId, range };
  const found = await surveyed(options, common);
  const result = {
    survey: found,
    unchangedFiles: state.unchanged.size,
    continued: !dryRun && state.interrupted !== undefined,
  };
  if (dryRun) return { ...result, sent: undefined };

  // An interrupted run has passed the check, and finds its own records now.
  if (!options.allowOverlap && !state.interrupted && found.unjoined.length > 0) {
    options.onProgress?.('checking', 0, undefined);
    await refuseOverlap(readerOf(options), source.name, found.unjoined);
  }
  const { sent, refusedFiles } = await sentRecords(options, common, state, found.records);
  await state.complete(refusedFiles);
  return { ...result, sent };
}

type Common = Omit<Parameters<typeof survey>[0], 'onItem' | 'onInvalid'>;

async function surveyed(options: ImportOptions, common: Common): Promise<Survey> {
  const { dryRun, reportPath, onProgress } = options;
  const report = dryRun && reportPath ? await openReport(reportPath, 0) : NO_REPORT;
  try {
    return await survey({
      ...common,
      onItem: (items) => onProgress?.('reading', items, undefined),
      onInvalid: (item, problems) => report.add(refusedByForm(item, problems)),
    });
  } finally {
    await report.close();
  }
}

async function sentRecords(
  options: ImportOptions,
  common: Common,
  state: ImportState,
  total: number,
): Promise<Outcome> {
  const { reportPath, onProgress, signal, attempts = 10, retryDelayMs = 500 } = options;
  const { reportBytes, ...start } = state.interrupted ?? FROM_THE_START;
  const report = reportPath ? await openReport(reportPath, reportBytes) : NO_REPORT;
  try {
    return await sendRecords({
      ...common,
      report,
      start,
      sending: { transport: transportOf(options), attempts, retryDelayMs, signal },
      onConfirmed: async (progress) => {
        await state.progress({ ...progress, reportBytes: report.size() });
      },
      onSent: (records) => onProgress?.('sending', records, total),
    });
  } finally {
    await report.close();
  }
}

function transportOf({ transport, endpoint, accessKey }: ImportOptions): Transport {
  const { fetch } = globalThis;
  return (
    transport ?? createHttpTransport({ endpoint, accessKey, requestTimeoutMs: REQUEST_TIMEOUT_MS, fetch })
  );
}

function readerOf({ reader, endpoint, accessKey, readKey = accessKey }: ImportOptions): LedgerReader {
  return reader ?? httpLedgerReader({ endpoint, accessKey: readKey });
}
