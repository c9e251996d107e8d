import {
  EXPORT_FAILURE_MESSAGES,
  type ExportFileResponse,
  type ExportResponse,
  type ExportTotals,
} from '@token-ledger/contract';
import {
  describeFile,
  type ExportFile,
  type ExportJob,
  exportProgress,
  formatNanoDollars,
  iso,
  type Measures,
  sumOfEffectiveTokens,
  sumOfTokens,
} from '@token-ledger/core';
import { jsonInteger } from '../shared/http/json-values.ts';
import type { ShowCaller } from '../shared/http/show-callers.ts';

type Link = NonNullable<ExportFileResponse['link']>;

/** An export as the API returns it. The API never returns deleted exports. */
export function presentExport(
  job: ExportJob,
  showCaller: ShowCaller,
  links: readonly (Link | undefined)[] = [],
): ExportResponse {
  const { id, status, failure, definition } = job;
  const creator = showCaller(job.createdBy);
  return {
    id,
    status: status as ExportResponse['status'],
    ...(failure && { failure: { code: failure, message: EXPORT_FAILURE_MESSAGES[failure] } }),
    progress: Math.floor(exportProgress(job) * 1000) / 1000,
    createdAt: iso(job.createdAtMs),
    createdBy: creator.id,
    ...(creator.name !== undefined && { createdByName: creator.name }),
    ...(job.reportId !== undefined && { reportId: job.reportId }),
    updatedAt: iso(job.updatedAtMs),
    expiresAt: iso(job.expiresAtMs),
    format: definition.format,
    range: { from: iso(definition.fromMs), to: iso(definition.toMs) },
    files: job.files.map((file, index) => presentFile(job, file, links[index])),
  };
}

function presentFile(
  { definition }: ExportJob,
  file: ExportFile,
  link: Link | undefined,
): ExportFileResponse {
  const { subject, bytes, rows, asOfMs, exact, incompleteBeforeMs, totals } = file;
  const isBegun = file.position !== undefined || file.stage !== 'reading';
  return {
    what: subject,
    name: describeFile(definition, subject).name,
    ...(subject === 'statistics' && { period: definition.period, dimension: definition.dimension }),
    bytes,
    rows: isBegun ? rows : null,
    ...(asOfMs !== undefined && { asOf: iso(asOfMs) }),
    exact,
    ...(incompleteBeforeMs !== undefined && { incompleteBefore: iso(incompleteBeforeMs) }),
    totals: isBegun ? presentTotals(totals) : null,
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
      reported: jsonInteger(sumOfTokens(totals) - totals.unreportedTokens),
    },
    cost: {
      usd: formatNanoDollars(totals.cost),
      listUsd: formatNanoDollars(totals.cost + totals.discount),
      unpricedRequests: jsonInteger(totals.unpricedRequests),
      uncertainRequests: jsonInteger(totals.uncertainRequests),
      billedElsewhereRequests: jsonInteger(totals.billedElsewhereRequests),
    },
  };
}
