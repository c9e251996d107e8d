import type { ReportsResponse } from '@token-ledger/contract';
import { administrates, type Principal, type Report, type ReportStore } from '@token-ledger/core';
import type { HttpAnswer } from '../http/http-handler.ts';
import { ProblemError } from '../http/problem-error.ts';
import type { ManageReportsDeps } from './handler.ts';
import { presentReport, summarizeReport } from './present-report.ts';

/** Longer than any id that was ever given out, and within what a key may have. */
const MAX_ID_LENGTH = 128;

/** `GET /v1/reports`. */
export async function listReports(
  { reports, timeZone }: ManageReportsDeps,
  principal: Principal,
): Promise<HttpAnswer> {
  const all = await reports.listReports();
  const body: ReportsResponse = {
    reports: all.map((report) => summarizeReport(report, administrates(principal))),
    timeZone,
  };
  return { statusCode: 200, body };
}

/** `GET /v1/reports/{id}`. */
export async function getReport(
  { reports }: ManageReportsDeps,
  principal: Principal,
  id: string,
): Promise<HttpAnswer> {
  return {
    statusCode: 200,
    body: presentReport(await existingReport(reports, id), administrates(principal)),
  };
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
