import { type ReportRunsResponse, ROUTES, runsQuery } from '@token-ledger/contract';
import { type ExportJob, findExport, mapConcurrently, runNow, type StoredRun } from '@token-ledger/core';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import type { Caller } from '../shared/http/show-callers.ts';
import { existingReport, isId } from './get-reports.ts';
import type { ManageReportsDeps } from './handler.ts';
import { presentRunsOf } from './present-run.ts';

const CONCURRENT_READS = 16;

/** `POST /v1/reports/{id}/runs`. Nothing is left of it when it is answered with a problem. */
export async function postRun(
  { reports, start, telemetry }: ManageReportsDeps,
  caller: Caller,
  id: string,
): Promise<HttpAnswer> {
  const report = await existingReport(reports, id);
  const result = await runNow(start, report, caller);
  if (result.kind === 'under_way') {
    throw new ProblemError('report_running', {
      detail: `Run ${result.run.id} of this report is not over yet. Wait for it, or delete its export.`,
      extensions: { runId: result.run.id },
    });
  }
  const { run, job } = result;
  telemetry.logger.info('A report was run.', { reportId: id, runId: run.id });
  const location = ROUTES.getReportRun.path
    .replace('{id}', encodeURIComponent(id))
    .replace('{runId}', encodeURIComponent(run.id));
  const present = await presentRunsOf(caller, report, [run]);
  return { statusCode: 202, body: present(run, job), headers: { location } };
}

/** `GET /v1/reports/{id}/runs`. */
export async function listRuns(
  { reports, start }: ManageReportsDeps,
  caller: Caller,
  id: string,
  event: HttpEvent,
): Promise<HttpAnswer> {
  const { limit, before } = readParameters(runsQuery, event);
  const report = await existingReport(reports, id);
  const runs = await reports.listRuns(id, { limit, ...(before !== undefined && { beforeId: before }) });
  const last = runs.length === limit ? runs.at(-1) : undefined;
  const present = await presentRunsOf(caller, report, runs);
  const body: ReportRunsResponse = {
    runs: await mapConcurrently(runs, CONCURRENT_READS, async (run) => present(run, await jobOf(start, run))),
    ...(last && { nextBefore: last.id }),
  };
  return { statusCode: 200, body };
}

/** `GET /v1/reports/{id}/runs/{runId}`. */
export async function getRun(
  { reports, start }: ManageReportsDeps,
  caller: Caller,
  reportId: string,
  runId: string,
): Promise<HttpAnswer> {
  const report = await existingReport(reports, reportId);
  const run = isId(runId) ? await reports.getRun({ reportId, runId }) : undefined;
  if (!run) {
    throw new ProblemError('run_not_found', {
      detail: 'There is no run of this id, or it was more than 400 days ago.',
    });
  }
  const present = await presentRunsOf(caller, report, [run]);
  return { statusCode: 200, body: present(run, await jobOf(start, run)) };
}

/** Needed only while the end of a run is not stored with it. */
function jobOf(start: ManageReportsDeps['start'], run: StoredRun): Promise<ExportJob | undefined> {
  return run.outcome ? Promise.resolve(undefined) : findExport(start, run.id);
}
