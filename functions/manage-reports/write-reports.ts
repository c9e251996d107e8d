import {
  MAX_REPORT_BODY_BYTES,
  MAX_REPORTS,
  parseReportRequest,
  type ReportRequest,
  ROUTES,
} from '@token-ledger/contract';
import {
  applySchedule,
  type Clock,
  type Report,
  type ReportDelivery,
  type ReportStore,
  type ReportWebhook,
  type ScheduleDeps,
} from '@token-ledger/core';
import type { HttpAnswer, HttpEvent, HttpRequest } from '../shared/http/http-handler.ts';
import { locationOf, pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { invalidInput, readJsonBody } from '../shared/http/read-json-body.ts';
import { type Caller, callerOf } from '../shared/http/show-callers.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { type WebhookDeps, webhookProblems, withSecret } from '../shared/webhooks.ts';
import { existingReport, reportNotFound } from './get-reports.ts';
import { presentReport } from './present-report.ts';
import { showReports } from './show-reports.ts';

/*
 * A report is stored first, its schedule after it. If the function dies in between, run-report repairs the schedule within an
 * hour, or when it comes due.
 */

interface WriteReportDeps extends ScheduleDeps, ShownIdsDeps, WebhookDeps, LogDeps {
  readonly start: { readonly clock: Clock };
}

interface PostReportDeps extends WriteReportDeps {
  readonly reports: Pick<ReportStore, 'getReport' | 'listReports' | 'createReport' | 'deleteReport'>;
  /** Letters, digits, `-` and `_`, as in the name of a schedule. */
  readonly newId: () => string;
}

/** `POST /v1/reports`. */
export async function postReport(deps: PostReportDeps, request: HttpRequest): Promise<HttpAnswer> {
  const caller = await callerOf(deps, request);
  const input = await readRequest(request.event);
  const { length: existing } = await deps.reports.listReports();
  if (existing >= MAX_REPORTS) {
    throw new ProblemError('too_many_reports', {
      detail: `There are ${existing} reports, and at most ${MAX_REPORTS} are allowed. Delete one first.`,
    });
  }
  const nowMs = deps.start.clock();
  const report: Report = {
    id: deps.newId(),
    ...input.settings,
    delivery: deliveryOf(deps, input, undefined),
    savedBy: caller.principal,
    revision: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  await deps.reports.createReport(report);
  try {
    if (report.schedule) await applySchedule(deps, report.id, report.schedule);
  } catch (error) {
    // A problem leaves nothing behind; a schedule without a report removes itself.
    await deps.reports.deleteReport(report.id);
    throw error;
  }
  deps.telemetry.logger.info('A report was created.', { reportId: report.id });
  const location = locationOf(ROUTES.getReport, { id: report.id });
  const body = await presentWritten(caller, report, report.delivery.webhook !== undefined);
  return { statusCode: 201, body, headers: { location } };
}

interface PutReportDeps extends WriteReportDeps {
  readonly reports: Pick<ReportStore, 'getReport' | 'replaceReport'>;
}

/** `PUT /v1/reports/{id}`: replaces the whole report. */
export async function putReport(deps: PutReportDeps, request: HttpRequest): Promise<HttpAnswer> {
  const caller = await callerOf(deps, request);
  const input = await readRequest(request.event);
  const before = await existingReport(deps.reports, request);
  const { id } = before;
  const report: Report = {
    id,
    ...input.settings,
    delivery: deliveryOf(deps, input, before.delivery.webhook),
    savedBy: caller.principal,
    revision: before.revision + 1,
    createdAtMs: before.createdAtMs,
    updatedAtMs: deps.start.clock(),
  };
  if (!(await deps.reports.replaceReport(report))) {
    throw new ProblemError('report_changed', {
      detail: 'Somebody else changed or deleted the report at the same time. Read it, then try again.',
    });
  }
  await applySchedule(deps, id, report.schedule);
  deps.telemetry.logger.info('A report was changed.', { reportId: id, revision: report.revision });
  const newSecret = report.delivery.webhook?.secret !== before.delivery.webhook?.secret;
  return { statusCode: 200, body: await presentWritten(caller, report, newSecret) };
}

interface DeleteReportDeps extends ScheduleDeps, LogDeps {
  readonly reports: Pick<ReportStore, 'getReport' | 'deleteReport'>;
}

/** `DELETE /v1/reports/{id}`. */
export async function deleteReport(deps: DeleteReportDeps, request: HttpRequest): Promise<HttpAnswer> {
  const id = pathId(request);
  if (id === undefined || !(await deps.reports.deleteReport(id))) throw reportNotFound();
  try {
    await applySchedule(deps, id, undefined);
  } catch (error) {
    deps.telemetry.logger.warn(
      'The schedule of a deleted report could not be removed; it removes itself when it comes due.',
      {
        reportId: id,
        error: error as Error,
      },
    );
  }
  deps.telemetry.logger.info('A report was deleted.', { reportId: id });
  return { statusCode: 204, body: undefined };
}

async function readRequest(event: HttpEvent): Promise<ReportRequest> {
  const parsed = parseReportRequest(await readJsonBody(event, MAX_REPORT_BODY_BYTES));
  const errors = parsed.ok
    ? webhookProblems('/delivery/webhook/url', parsed.request.webhook)
    : parsed.problems;
  if (!parsed.ok || errors.length > 0) throw invalidInput('report', errors);
  return parsed.request;
}

function deliveryOf(
  deps: WebhookDeps,
  { topic, webhook: requested }: ReportRequest,
  current: ReportWebhook | undefined,
): ReportDelivery {
  const webhook = withSecret(deps, requested, current);
  return { topic, ...(webhook && { webhook }) };
}

/** The report in the answer to its administrator. Only this answer has the secret, if it is new. */
async function presentWritten(caller: Caller, report: Report, showSecret: boolean) {
  const show = await showReports(caller, [report]);
  const presented = presentReport(report, show(report), true);
  const { topic, webhook } = report.delivery;
  return showSecret && webhook ? { ...presented, delivery: { topic, webhook } } : presented;
}
