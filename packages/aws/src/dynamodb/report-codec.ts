import {
  type DeliveryAttempt,
  REPORT_CHANNELS,
  type Report,
  type ReportChannelName,
  type ReportRun,
  type RunFile,
  type RunOutcome,
  type StoredRun,
} from '@token-ledger/core';
import {
  DELIVERY_ATTEMPT_ATTRIBUTES,
  REPORT_ATTRIBUTES,
  RUN_ATTRIBUTES,
  RUN_DELIVERY_ATTRIBUTES,
} from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { decodeTotals, encodeTotals } from './export-codec.ts';
import { reportKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

/*
 * Reports and runs are read and written as a whole, so each is one JSON text. Later facts about a run are in attributes
 * of their own, each written once or by a different function.
 */

type StoredOutcome = Omit<RunOutcome, 'files'> & {
  readonly files: readonly (Omit<RunFile, 'totals'> & { readonly totals: readonly string[] })[];
};

export function encodeReport(report: Report): Item {
  return {
    ...reportKey(report.id),
    [REPORT_ATTRIBUTES.revision]: report.revision,
    [REPORT_ATTRIBUTES.report]: JSON.stringify(report),
  };
}

export function decodeReport(item: Item): Report {
  return decodeText(item, REPORT_ATTRIBUTES.report) as Report;
}

export function encodeRun(run: ReportRun): Item {
  return { [RUN_ATTRIBUTES.run]: JSON.stringify(run) };
}

export function encodeOutcome({ files, ...outcome }: RunOutcome): string {
  const stored: StoredOutcome = {
    ...outcome,
    files: files.map(({ totals, ...file }) => ({ ...file, totals: encodeTotals(totals) })),
  };
  return JSON.stringify(stored);
}

export function encodeAttempt({ atMs, problem }: DeliveryAttempt): Item {
  const { atMs: at, problem: why } = DELIVERY_ATTEMPT_ATTRIBUTES;
  return { [at]: atMs, ...(problem !== undefined && { [why]: problem }) };
}

export function decodeRun(item: Item): StoredRun {
  const deliveries: Partial<Record<ReportChannelName, DeliveryAttempt>> = {};
  for (const channel of REPORT_CHANNELS) {
    const attempt = item[RUN_DELIVERY_ATTRIBUTES[channel]] as Item | undefined;
    if (attempt) deliveries[channel] = decodeAttempt(attempt);
  }
  const run = decodeText(item, RUN_ATTRIBUTES.run) as ReportRun;
  if (item[RUN_ATTRIBUTES.outcome] === undefined) return { ...run, deliveries };
  const { files, ...outcome } = decodeText(item, RUN_ATTRIBUTES.outcome) as StoredOutcome;
  return {
    ...run,
    outcome: { ...outcome, files: files.map((file) => ({ ...file, totals: decodeTotals(file.totals) })) },
    deliveries,
  };
}

function decodeAttempt(attempt: Item): DeliveryAttempt {
  const { atMs, problem } = DELIVERY_ATTEMPT_ATTRIBUTES;
  const why: unknown = attempt[problem];
  return { atMs: Number(attempt[atMs]), ...(typeof why === 'string' && { problem: why }) };
}

function decodeText(item: Item, attribute: string): unknown {
  const text: unknown = item[attribute];
  if (typeof text !== 'string') throw new CorruptDataError(`Attribute ${attribute} of a report is missing.`);
  return JSON.parse(text);
}
