import type { ReportsResponse } from '@token-ledger/contract';
import { administrates, type Report, type ReportStore } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { callerOf } from '../shared/http/show-callers.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import { presentReport, summarizeReport } from './present-report.ts';
import { showReports } from './show-reports.ts';

export interface GetReportDeps extends ShownIdsDeps {
  readonly reports: Pick<ReportStore, 'getReport'>;
}

interface ListReportsDeps extends ShownIdsDeps {
  readonly reports: Pick<ReportStore, 'listReports'>;
  /** The reporting time zone. */
  readonly timeZone: string;
}

/** `GET /v1/reports`. */
export async function listReports(deps: ListReportsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { reports, timeZone } = deps;
  const caller = await callerOf(deps, request);
  const all = await reports.listReports();
  const show = await showReports(caller, all);
  const body: ReportsResponse = {
    reports: all.map((report) => summarizeReport(report, show(report), administrates(caller.principal))),
    timeZone,
  };
  return { statusCode: 200, body };
}

/** `GET /v1/reports/{id}`. */
export async function getReport(deps: GetReportDeps, request: HttpRequest): Promise<HttpAnswer> {
  const caller = await callerOf(deps, request);
  const report = await existingReport(deps.reports, request);
  const show = await showReports(caller, [report]);
  return { statusCode: 200, body: presentReport(report, show(report), administrates(caller.principal)) };
}

/** The report that the path of a request names. */
export async function existingReport(
  reports: Pick<ReportStore, 'getReport'>,
  request: HttpRequest,
): Promise<Report> {
  const id = pathId(request);
  const report = id === undefined ? undefined : await reports.getReport(id);
  if (!report) throw reportNotFound();
  return report;
}

export function reportNotFound(): ProblemError {
  return new ProblemError('report_not_found', { detail: 'There is no report of this id.' });
}
