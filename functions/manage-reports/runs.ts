import { type ReportRunsResponse, ROUTES, runsQuery } from '@token-ledger/contract';
import {
  type ExportJob,
  findExport,
  mapConcurrently,
  type RunStore,
  runNow,
  type StartRunDeps,
  type StoredRun,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { locationOf, pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readParameters } from '../shared/http/read-parameters.ts';
import { callerOf } from '../shared/http/show-callers.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { existingReport, type GetReportDeps } from './get-reports.ts';
import { presentRunsOf } from './present-run.ts';

const CONCURRENT_READS = 16;

interface PostRunDeps extends GetReportDeps, LogDeps {
  readonly start: StartRunDeps;
}

interface GetRunsDeps extends GetReportDeps {
  readonly reports: GetReportDeps['reports'] & Pick<RunStore, 'getRun' | 'listRuns'>;
  readonly start: Pick<StartRunDeps, 'exports' | 'clock'>;
}

/** `POST /v1/reports/{id}/runs`. A problem leaves nothing behind. */
export async function postRun(deps: PostRunDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { reports, start, telemetry } = deps;
  const caller = await callerOf(deps, request);
  const report = await existingReport(reports, request);
  const result = await runNow(start, report, caller);
  if (result.kind === 'under_way') {
    throw new ProblemError('report_running', {
      detail: `Run ${result.run.id} of this report is not finished. Wait for it, or delete its export.`,
      extensions: { runId: result.run.id },
    });
  }
  const { run, job } = result;
  telemetry.logger.info('A report was run.', { reportId: report.id, runId: run.id });
  const location = locationOf(ROUTES.getReportRun, { id: report.id, runId: run.id });
  const present = await presentRunsOf(caller, report, [run]);
  return { statusCode: 202, body: present(run, job), headers: { location } };
}

/** `GET /v1/reports/{id}/runs`. */
export async function listRuns(deps: GetRunsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { reports, start } = deps;
  const { limit, offset = 0, before } = readParameters(runsQuery, request.event);
  const caller = await callerOf(deps, request);
  const report = await existingReport(reports, request);
  const listed = await reports.listRuns(report.id, {
    limit: offset + limit,
    ...(before !== undefined && { beforeId: before }),
  });
  const last = listed.length === offset + limit ? listed.at(-1) : undefined;
  const runs = listed.slice(offset);
  const present = await presentRunsOf(caller, report, runs);
  const body: ReportRunsResponse = {
    runs: await mapConcurrently(runs, CONCURRENT_READS, async (run) => present(run, await jobOf(start, run))),
    ...(last && { nextBefore: last.id }),
  };
  return { statusCode: 200, body };
}

/** `GET /v1/reports/{id}/runs/{runId}`. */
export async function getRun(deps: GetRunsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { reports, start } = deps;
  const caller = await callerOf(deps, request);
  const report = await existingReport(reports, request);
  const runId = pathId(request, 'runId');
  const run = runId === undefined ? undefined : await reports.getRun({ reportId: report.id, runId });
  if (!run) {
    throw new ProblemError('run_not_found', {
      detail: 'This report has no run of this id, or the run is more than 400 days old.',
    });
  }
  const present = await presentRunsOf(caller, report, [run]);
  return { statusCode: 200, body: present(run, await jobOf(start, run)) };
}

/** The export of a run, which is read only until the outcome is stored with the run. */
function jobOf(start: GetRunsDeps['start'], run: StoredRun): Promise<ExportJob | undefined> {
  return run.outcome ? Promise.resolve(undefined) : findExport(start, run.id);
}
