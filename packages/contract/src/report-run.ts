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

/** A file of a run, and its sums. */
export const runFileResponse = z.object({
  what: z.enum(EXPORT_SUBJECTS),
  name: text('The name of the file.'),
  rows: quantity('Rows, without the header.'),
  bytes: quantity('The size of the file.'),
  asOf: z.exactOptional(instantText('The file contains everything acknowledged by then.')),
  exact: flag('False if statistics lagged because a mass backfill was being rolled up.'),
  incompleteBefore: z.exactOptional(
    instantText('Records before this instant were about to expire, so some may be missing.'),
  ),
  requests: sum('Calls, including failed ones.'),
  totalTokens: sum('Input, output, cache creation and cache read together.'),
  costUsd: decimalText('Cost after discounts.'),
  unpricedRequests: sum('Requests whose cost is missing in `costUsd`.'),
});
export type RunFileResponse = Immutable<typeof runFileResponse>;

export const runStarterResponse = z.union([
  z.object({ kind: z.literal('schedule'), scheduledAt: instantText('When the run was due.') }),
  z.object({
    kind: z.enum(['access_key', 'person']),
    id: text('The id of the access key, or the sign-in’s name for the person.'),
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
  deliveredAt: z.exactOptional(instantText('When the delivery was confirmed.')),
  failedAt: z.exactOptional(instantText('When the last attempt failed.')),
  problem: z.exactOptional(text('Why the last attempt failed.')),
});

/** A run in answers. */
export const reportRunResponse = z.object({
  id: text('The id of the run.'),
  reportId: text('The id of the report.'),
  exportId: text('`GET /v1/exports/{id}` has links to the files until they are deleted.'),
  title: text('The title of the report at that time.'),
  format: z.enum(EXPORT_FORMATS),
  range: runRangeResponse,
  status: z
    .enum(['queued', 'running', 'finished', 'failed', 'deleted'])
    .check(z.describe('`deleted`: the export was deleted before it was finished.')),
  failure: z.exactOptional(runFailureResponse),
  startedAt: instantText('When the run began.'),
  startedBy: runStarterResponse,
  endedAt: z.exactOptional(instantText('When the run finished or failed.')),
  files: z.exactOptional(z.array(runFileResponse)),
  deliveries: z
    .array(runDelivery)
    .check(z.describe('The delivery through each channel that the report had when the run began.')),
});
export type ReportRunResponse = Immutable<typeof reportRunResponse>;

/** The body of the answer of `GET /v1/reports/{id}/runs`. */
export const reportRunsResponse = z.object({
  runs: z.array(reportRunResponse).check(z.describe('Newest first.')),
  nextBefore: z.exactOptional(text('Pass as `before` for the next page; present if there may be more.')),
});
export type ReportRunsResponse = Immutable<typeof reportRunsResponse>;

export const EXPORT_FAILURE_MESSAGES: Readonly<Record<ExportFailure, string>> = {
  too_many_rows: `A spreadsheet has at most ${MAX_SPREADSHEET_ROWS} rows below its header. Request a shorter range or another format.`,
  too_large: 'A file has at most 40 GB. Request a shorter range, fewer columns or compression.',
  range_frozen:
    'The range begins or ends within an hour whose records are expiring. In such hours, from and to must be full hours.',
  internal_error: 'The export failed several times. Request it again; an alarm informs the operator.',
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
