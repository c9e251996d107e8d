import type { ReportsResponse } from '@token-ledger/contract';
import { administrates, type Report, type ReportStore } from '@token-ledger/core';
import type { HttpAnswer } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import type { Caller } from '../shared/http/show-callers.ts';
import type { ManageReportsDeps } from './handler.ts';
import { presentReport, summarizeReport } from './present-report.ts';
import { showReports } from './show-reports.ts';

/** Longer than any id that was ever given out, and within what a key may have. */
const MAX_ID_LENGTH = 128;

/** `GET /v1/reports`. */
export async function listReports(
  { reports, timeZone }: ManageReportsDeps,
  caller: Caller,
): Promise<HttpAnswer> {
  const all = await reports.listReports();
  const show = await showReports(caller, all);
  const body: ReportsResponse = {
    reports: all.map((report) => summarizeReport(report, show(report), administrates(caller.principal))),
    timeZone,
  };
  return { statusCode: 200, body };
}

/** `GET /v1/reports/{id}`. */
export async function getReport(
  { reports }: ManageReportsDeps,
  caller: Caller,
  id: string,
): Promise<HttpAnswer> {
  const report = await existingReport(reports, id);
  const show = await showReports(caller, [report]);
  return { statusCode: 200, body: presentReport(report, show(report), administrates(caller.principal)) };
}

export async function existingReport(reports: Pick<ReportStore, 'getReport'>, id: string): Promise<Report> {
  const report = isId(id) ? await reports.getReport(id) : undefined;
  if (!report) throw reportNotFound();
  return report;
}

/** Whether it may be an id: keys of the store have a length. */
export function isId(id: string): boolean {
  return id !== '' && id.length <= MAX_ID_LENGTH;
}

export function reportNotFound(): ProblemError {
  return new ProblemError('report_not_found', { detail: 'There is no report of this id.' });
}
