import {
  EXPORT_FAILURES,
  EXPORT_FORMATS,
  EXPORT_SUBJECTS,
  type ExportFailure,
  formatNanoDollars,
  iso,
  MAX_SPREADSHEET_ROWS,
  REPORT_CHANNELS,
  REPORT_RANGES,
  type RunFile,
  type RunStarter,
  sumOfTokens,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  decimalText,
  flag,
  type Immutable,
  instantText,
  optionalName,
  quantity,
  rangeShape,
  sum,
  text,
} from './response-parts.ts';

/** A file of a run, and what it sums up to. */
export const runFileResponse = z.object({
  what: z.enum(EXPORT_SUBJECTS),
  name: text('Of the file.'),
  rows: quantity('Without the header.'),
  bytes: quantity('Its size.'),
  asOf: z.exactOptional(instantText('Everything acknowledged by then is in the file.')),
  exact: flag('False if statistics of a mass backfill were told as of their last roll-up.'),
  incompleteBefore: z.exactOptional(
    instantText('Records before this instant were about to expire, so that some may be missing.'),
  ),
  requests: sum('Calls, failed ones included.'),
  totalTokens: sum('Input, output, cache creation and cache read together.'),
  costUsd: decimalText('After discounts.'),
  unpricedRequests: sum('Requests whose cost is missing in `costUsd`.'),
});
export type RunFileResponse = Immutable<typeof runFileResponse>;

export const runStarterResponse = z.union([
  z.object({ kind: z.literal('schedule'), scheduledAt: instantText('When it was due.') }),
  z.object({
    kind: z.enum(['access_key', 'person']),
    id: text('Of the access key, or of the person as the sign-in names them.'),
    name: optionalName(),
  }),
]);

export const runRangeResponse = z.object({
  name: z.enum(REPORT_RANGES),
  ...rangeShape,
});

export const runFailureResponse = z.object({ code: z.enum(EXPORT_FAILURES), message: z.string() });

const runDelivery = z.object({
  channel: z.enum(REPORT_CHANNELS),
  deliveredAt: z.exactOptional(instantText('When it was confirmed.')),
  failedAt: z.exactOptional(instantText('When it was last tried in vain.')),
  problem: z.exactOptional(text('What stood against it.')),
});

/** A run as the API tells it. */
export const reportRunResponse = z.object({
  id: text('Of the run.'),
  reportId: text('Of the report.'),
  exportId: text('`GET /v1/exports/{id}` has links to the files until these are deleted.'),
  title: text('As the report was called then.'),
  format: z.enum(EXPORT_FORMATS),
  range: runRangeResponse,
  status: z
    .enum(['queued', 'running', 'finished', 'failed', 'deleted'])
    .check(z.describe('`deleted`: somebody deleted its export before it was finished.')),
  failure: z.exactOptional(runFailureResponse),
  startedAt: instantText('When it began.'),
  startedBy: runStarterResponse,
  endedAt: z.exactOptional(instantText('When it was finished, or failed.')),
  files: z.exactOptional(z.array(runFileResponse)),
  deliveries: z
    .array(runDelivery)
    .check(
      z.describe(
        'How each channel was told of it, by which the report was to be delivered when the run began.',
      ),
    ),
});
export type ReportRunResponse = Immutable<typeof reportRunResponse>;

/** The body of the answer of `GET /v1/reports/{id}/runs`. */
export const reportRunsResponse = z.object({
  runs: z.array(reportRunResponse).check(z.describe('The newest first.')),
  nextBefore: z.exactOptional(text('Pass as `before` for the next page; present when there may be more.')),
});
export type ReportRunsResponse = Immutable<typeof reportRunsResponse>;

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
