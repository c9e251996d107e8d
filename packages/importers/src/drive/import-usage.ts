import type { Transport } from '@token-ledger/client';
import { createHttpTransport } from '@token-ledger/client/http';
import { parseAccessKey } from '@token-ledger/core';
import { ImportError } from '../errors.ts';
import type { ImportItem, ImportSource } from '../import-source.ts';
import {
  type HeldCall,
  HeldCalls,
  type HeldElsewhereOptions,
  settleHeldElsewhere,
} from './held-elsewhere.ts';
import { httpLedgerReader } from './http-ledger-reader.ts';
import type { ImportOptions, ImportResult } from './import-options.ts';
import { type ImportState, NO_STATE, openState } from './import-state.ts';
import type { RecordDefaults } from './judge.ts';
import type { LedgerReader } from './ledger-reader.ts';
import { refuseOverlap } from './overlap.ts';
import { refusedByForm } from './refused-record.ts';
import { NO_REPORT, openReport } from './refused-report.ts';
import { type Outcome, sendRecords } from './send-records.ts';
import { NOTHING_SENT } from './sent.ts';
import { type Survey, survey } from './survey.ts';
import type { TimeRange } from './time-range.ts';
import { refuseTooOld } from './too-old.ts';

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
  // An interrupted run has passed the check, and finds its own records now.
  if (!options.allowOverlap && !state.interrupted && found.unjoined.length > 0) {
    options.onProgress?.('checking', 0, undefined);
    await refuseOverlap(readerOf(options), source.name, found.unjoined);
  }
  if (dryRun) return { ...result, sent: undefined };
  const { sent, refusedFiles } = await sentRecords(options, common, state, found.records);
  await state.complete(refusedFiles);
  return { ...result, sent };
}

interface Common {
  readonly source: ImportSource;
  readonly unchanged: ReadonlySet<string>;
  readonly defaults: RecordDefaults;
  readonly ownKeyId: string;
  readonly range: TimeRange;
}

/** Reads and looks up everything. Rejects if the ledger would refuse calls for their age, or count some twice. */
async function surveyed(options: ImportOptions, common: Common): Promise<Survey> {
  const { dryRun, reportPath, onProgress } = options;
  const { acceptedFrom } = await readerOf(options).lookUpNames([]);
  const acceptedFromMs = Date.parse(acceptedFrom);
  const elsewhere = new HeldCalls();
  const report = dryRun && reportPath ? await openReport(reportPath, 0) : NO_REPORT;
  try {
    const found = await survey({
      ...common,
      sourceName: common.source.name,
      items: itemsOf(options, common, { onHeld: (call) => elsewhere.add(call) }),
      acceptedFromMs,
      onItem: (items) => onProgress?.('reading', items, undefined),
      onInvalid: (item, problems) => report.add(refusedByForm(item, problems)),
    });
    options.onSurvey?.(found);
    refuseTooOld(found, acceptedFromMs);
    elsewhere.refuse('Nothing was sent.');
    return found;
  } finally {
    await report.close();
  }
}

function itemsOf(
  options: ImportOptions,
  { source, unchanged, ...common }: Common,
  held: Pick<HeldElsewhereOptions, 'onHeld' | 'done'>,
): AsyncIterable<ImportItem> {
  const mode = options.heldElsewhere ?? 'refuse';
  const reader = readerOf(options);
  return settleHeldElsewhere(source.read(unchanged), { ...common, ...held, reader, mode });
}

/** Looks names up again before it sends them: what was captured since then would count twice as well. */
async function sentRecords(
  options: ImportOptions,
  common: Common,
  state: ImportState,
  total: number,
): Promise<Outcome> {
  const { reportPath, onProgress, signal, attempts = 10, retryDelayMs = 500 } = options;
  const { reportBytes, ...start } = state.interrupted ?? FROM_THE_START;
  const report = reportPath ? await openReport(reportPath, reportBytes) : NO_REPORT;
  const elsewhere = new HeldCalls();
  const onHeld = (call: HeldCall) => {
    elsewhere.add(call);
    elsewhere.refuse('They were captured while the import ran; calls before them were sent.');
  };
  try {
    return await sendRecords({
      ...common,
      sourceName: common.source.name,
      items: itemsOf(options, common, { onHeld, done: start.items }),
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
