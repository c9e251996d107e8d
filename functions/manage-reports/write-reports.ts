import {
  MAX_REPORT_BODY_BYTES,
  MAX_REPORTS,
  parseReportRequest,
  type ReportRequest,
  ROUTES,
} from '@token-ledger/contract';
import { applySchedule, type Report, type ReportDelivery, type ReportWebhook } from '@token-ledger/core';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonBody } from '../shared/http/read-json-body.ts';
import type { Caller } from '../shared/http/show-callers.ts';
import { webhookProblems } from '../shared/webhook-problems.ts';
import { existingReport, isId, reportNotFound } from './get-reports.ts';
import type { ManageReportsDeps } from './handler.ts';
import { presentReport } from './present-report.ts';
import { showReports } from './show-reports.ts';

/*
 * The report is stored first, its schedule put after it. Whoever dies in between leaves a schedule that run-report puts right
 * within an hour, or when it comes due.
 */

/** `POST /v1/reports`. */
export async function postReport(
  deps: ManageReportsDeps,
  caller: Caller,
  event: HttpEvent,
): Promise<HttpAnswer> {
  const request = await readRequest(event);
  const { length: existing } = await deps.reports.listReports();
  if (existing >= MAX_REPORTS) {
    throw new ProblemError('too_many_reports', {
      detail: `There are ${existing} reports, and at most ${MAX_REPORTS} are allowed. Delete one first.`,
    });
  }
  const nowMs = deps.start.clock();
  const report: Report = {
    id: deps.newId(),
    ...request.settings,
    delivery: deliveryOf(deps, request, undefined),
    savedBy: caller.principal,
    revision: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  await deps.reports.createReport(report);
  try {
    if (report.schedule) await applySchedule(deps, report.id, report.schedule);
  } catch (error) {
    // Nothing is left of a request that is answered with a problem; a schedule without a report removes itself.
    await deps.reports.deleteReport(report.id);
    throw error;
  }
  deps.telemetry.logger.info('A report was created.', { reportId: report.id });
  const location = ROUTES.getReport.path.replace('{id}', encodeURIComponent(report.id));
  const body = await presentWritten(caller, report, report.delivery.webhook !== undefined);
  return { statusCode: 201, body, headers: { location } };
}

/** `PUT /v1/reports/{id}`: the report is told anew, as a whole. */
export async function putReport(
  deps: ManageReportsDeps,
  caller: Caller,
  event: HttpEvent,
  id: string,
): Promise<HttpAnswer> {
  const request = await readRequest(event);
  const before = await existingReport(deps.reports, id);
  const report: Report = {
    id,
    ...request.settings,
    delivery: deliveryOf(deps, request, before.delivery.webhook),
    savedBy: caller.principal,
    revision: before.revision + 1,
    createdAtMs: before.createdAtMs,
    updatedAtMs: deps.start.clock(),
  };
  if (!(await deps.reports.replaceReport(report))) {
    throw new ProblemError('report_changed', {
      detail: 'Somebody else changed or deleted the report at the same time. Look at it, then try again.',
    });
  }
  await applySchedule(deps, id, report.schedule);
  deps.telemetry.logger.info('A report was changed.', { reportId: id, revision: report.revision });
  const newSecret = report.delivery.webhook?.secret !== before.delivery.webhook?.secret;
  return { statusCode: 200, body: await presentWritten(caller, report, newSecret) };
}

/** `DELETE /v1/reports/{id}`. */
export async function deleteReport(deps: ManageReportsDeps, id: string): Promise<HttpAnswer> {
  if (!isId(id) || !(await deps.reports.deleteReport(id))) throw reportNotFound();
  try {
    await applySchedule(deps, id, undefined);
  } catch (error) {
    deps.telemetry.logger.warn('A schedule could not be removed; it is when it comes due.', {
      reportId: id,
      error: error as Error,
    });
  }
  deps.telemetry.logger.info('A report was deleted.', { reportId: id });
  return { statusCode: 204, body: undefined };
}

async function readRequest(event: HttpEvent): Promise<ReportRequest> {
  const parsed = parseReportRequest(await readJsonBody(event, MAX_REPORT_BODY_BYTES));
  const errors = parsed.ok
    ? webhookProblems('/delivery/webhook/url', parsed.request.webhook)
    : parsed.problems;
  if (!parsed.ok || errors.length > 0)
    throw new ProblemError('invalid_request', { detail: 'The report is not valid.', errors });
  return parsed.request;
}

/** Keeps the secret that there is, unless a new one is asked for. */
function deliveryOf(
  { newWebhookSecret }: ManageReportsDeps,
  { topic, webhook }: ReportRequest,
  before: ReportWebhook | undefined,
): ReportDelivery {
  if (!webhook) return { topic };
  const secret = before && !webhook.rotateSecret ? before.secret : newWebhookSecret();
  return { topic, webhook: { url: webhook.url, secret } };
}

/** The report as it is told to its administrator; only now with the secret, if that is new. */
async function presentWritten(caller: Caller, report: Report, showSecret: boolean) {
  const show = await showReports(caller, [report]);
  const presented = presentReport(report, show(report), true);
  const { topic, webhook } = report.delivery;
  return showSecret && webhook ? { ...presented, delivery: { topic, webhook } } : presented;
}
