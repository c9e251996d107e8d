import {
  EXPORT_FAILURES,
  EXPORT_FORMATS,
  EXPORT_SUBJECTS,
  type ExportFailure,
  formatNanoDollars,
  MAX_SPREADSHEET_ROWS,
  REPORT_CHANNELS,
  REPORT_RANGES,
  type RunFile,
  type RunStarter,
  sumOfTokens,
} from '@token-ledger/core';
import * as z from 'zod/mini';

/** As a decimal string when it is beyond what a JSON number holds exactly. */
const count = () => z.union([z.int(), z.string()]);

/** A file of a run, and what it sums up to. */
export const runFileResponse = z.object({
  what: z.enum(EXPORT_SUBJECTS),
  name: z.string(),
  rows: z.int(),
  bytes: z.int(),
  /** Everything acknowledged by then is in the file. */
  asOf: z.exactOptional(z.string()),
  /** False if statistics of a mass backfill were told as of their last roll-up. */
  exact: z.boolean(),
  /** Records before this instant were about to expire, so that some may be missing. */
  incompleteBefore: z.exactOptional(z.string()),
  requests: count(),
  totalTokens: count(),
  costUsd: z.string(),
  /** Their cost is missing in `costUsd`. */
  unpricedRequests: count(),
});
export type RunFileResponse = z.output<typeof runFileResponse>;

export const runStarterResponse = z.union([
  z.object({ kind: z.literal('schedule'), scheduledAt: z.string() }),
  z.object({ kind: z.enum(['access_key', 'person']), id: z.string() }),
]);

export const runRangeResponse = z.object({
  name: z.enum(REPORT_RANGES),
  from: z.string(),
  /** Exclusive. */
  to: z.string(),
});

export const runFailureResponse = z.object({ code: z.enum(EXPORT_FAILURES), message: z.string() });

/** A run as the API tells it. */
export const reportRunResponse = z.object({
  /** Of the export as well: `GET /v1/exports/{id}` has links to the files until these are deleted. */
  id: z.string(),
  reportId: z.string(),
  exportId: z.string(),
  /** As the report was called then. */
  title: z.string(),
  format: z.enum(EXPORT_FORMATS),
  range: runRangeResponse,
  status: z.enum(['queued', 'running', 'finished', 'failed', 'deleted']),
  failure: z.exactOptional(runFailureResponse),
  startedAt: z.string(),
  startedBy: runStarterResponse,
  /** When it was finished, or failed. */
  endedAt: z.exactOptional(z.string()),
  files: z.exactOptional(z.array(runFileResponse)),
  /** How each channel was told of it, by which the report was to be delivered when the run began. */
  deliveries: z.array(
    z.object({
      channel: z.enum(REPORT_CHANNELS),
      deliveredAt: z.exactOptional(z.string()),
      /** When it was last tried in vain, and why. */
      failedAt: z.exactOptional(z.string()),
      problem: z.exactOptional(z.string()),
    }),
  ),
});
export type ReportRunResponse = z.output<typeof reportRunResponse>;

/** The body of the answer of `GET /v1/reports/{id}/runs`: the newest first. */
export const reportRunsResponse = z.object({
  runs: z.array(reportRunResponse),
  /** Present when there may be more. */
  nextBefore: z.exactOptional(z.string()),
});
export type ReportRunsResponse = z.output<typeof reportRunsResponse>;

export const EXPORT_FAILURE_MESSAGES: Readonly<Record<ExportFailure, string>> = {
  too_many_rows: `A spreadsheet has at most ${MAX_SPREADSHEET_ROWS} rows below its header. Ask for a shorter range, or another format.`,
  too_large: 'A file has at most 40 GB. Ask for a shorter range, fewer columns or compression.',
  range_frozen:
    'The range begins or ends within an hour whose records are expiring. There, from and to must be full hours.',
  internal_error: 'It failed several times. Ask for it again; the operator was told.',
};

export function presentRunFile(file: RunFile): RunFileResponse {
  const { subject, name, rows, bytes, asOfMs, exact, incompleteBeforeMs, totals } = file;
  return {
    what: subject,
    name,
    rows,
    bytes,
    ...(asOfMs !== undefined && { asOf: iso(asOfMs) }),
    exact,
    ...(incompleteBeforeMs !== undefined && { incompleteBefore: iso(incompleteBeforeMs) }),
    requests: jsonInteger(totals.requests),
    totalTokens: jsonInteger(sumOfTokens(totals)),
    costUsd: formatNanoDollars(totals.cost),
    unpricedRequests: jsonInteger(totals.unpricedRequests),
  };
}

export function presentRunStarter(starter: RunStarter): z.output<typeof runStarterResponse> {
  return starter.kind === 'schedule'
    ? { kind: 'schedule', scheduledAt: iso(starter.scheduledAtMs) }
    : { kind: starter.kind, id: starter.id };
}

function jsonInteger(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
