import type { ExportFileResponse, ExportResponse, ExportTotals } from '@token-ledger/contract';
import {
  describeFile,
  type ExportFailure,
  type ExportFile,
  type ExportJob,
  exportProgress,
  formatNanoDollars,
  MAX_SPREADSHEET_ROWS,
  type Measures,
  sumOfEffectiveTokens,
  sumOfTokens,
} from '@token-ledger/core';
import { iso, jsonInteger } from '../http/json-values.ts';
import type { ShowCreator } from './show-creators.ts';

type Link = NonNullable<ExportFileResponse['link']>;

/** An export as the API tells it. Deleted ones are told to nobody. */
export function presentExport(
  job: ExportJob,
  showCreator: ShowCreator,
  links: readonly (Link | undefined)[] = [],
): ExportResponse {
  const { id, status, failure, definition } = job;
  return {
    id,
    status: status as ExportResponse['status'],
    ...(failure && { failure: { code: failure, message: FAILURES[failure] } }),
    progress: Math.floor(exportProgress(job) * 1000) / 1000,
    createdAt: iso(job.createdAtMs),
    ...showCreator(job),
    updatedAt: iso(job.updatedAtMs),
    expiresAt: iso(job.expiresAtMs),
    format: definition.format,
    range: { from: iso(definition.fromMs), to: iso(definition.toMs) },
    files: job.files.map((file, index) => presentFile(job, file, links[index])),
  };
}

const FAILURES: Readonly<Record<ExportFailure, string>> = {
  too_many_rows: `A spreadsheet has at most ${MAX_SPREADSHEET_ROWS} rows below its header. Ask for a shorter range, or another format.`,
  too_large: 'A file has at most 40 GB. Ask for a shorter range, fewer columns or compression.',
  range_frozen:
    'The range begins or ends within an hour whose records are expiring. There, from and to must be full hours.',
  internal_error: 'It failed several times. Ask for it again; the operator was told.',
};

function presentFile(
  { definition }: ExportJob,
  { subject, bytes, rows, asOfMs, exact, incompleteBeforeMs, totals }: ExportFile,
  link: Link | undefined,
): ExportFileResponse {
  return {
    what: subject,
    name: describeFile(definition, subject).name,
    bytes,
    rows,
    ...(asOfMs !== undefined && { asOf: iso(asOfMs) }),
    exact,
    ...(incompleteBeforeMs !== undefined && { incompleteBefore: iso(incompleteBeforeMs) }),
    totals: presentTotals(totals),
    ...(link && { link }),
  };
}

function presentTotals(totals: Measures): ExportTotals {
  return {
    requests: jsonInteger(totals.requests),
    errors: jsonInteger(totals.errors),
    tokens: {
      input: jsonInteger(totals.input),
      output: jsonInteger(totals.output),
      cacheCreation5m: jsonInteger(totals.cacheCreation5m),
      cacheCreation1h: jsonInteger(totals.cacheCreation1h),
      cacheCreationUnattributed: jsonInteger(totals.cacheCreationUnattributed),
      cacheRead: jsonInteger(totals.cacheRead),
      total: jsonInteger(sumOfTokens(totals)),
      effective: jsonInteger(sumOfEffectiveTokens(totals)),
    },
    cost: {
      usd: formatNanoDollars(totals.cost),
      listUsd: formatNanoDollars(totals.cost + totals.discount),
      unpricedRequests: jsonInteger(totals.unpricedRequests),
      uncertainRequests: jsonInteger(totals.uncertainRequests),
    },
  };
}
