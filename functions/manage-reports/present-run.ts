import { EXPORT_FAILURE_MESSAGES, presentRunFile, type ReportRunResponse } from '@token-ledger/contract';
import {
  type ExportJob,
  iso,
  type Report,
  type RunStarter,
  type StoredRun,
  stateOfRun,
} from '@token-ledger/core';
import { type Caller, type ShowCaller, showCallers } from '../shared/http/show-callers.ts';
import { showReports } from './show-reports.ts';

/** A run as the API returns it, with the state of its export. */
export type PresentRun = (run: StoredRun, job: ExportJob | undefined) => ReportRunResponse;

/** Reads the names of the callers who started the runs of a report. */
export async function presentRunsOf(
  caller: Caller,
  report: Report,
  runs: readonly StoredRun[],
): Promise<PresentRun> {
  const starters = runs.flatMap(({ startedBy }) => (startedBy.kind === 'schedule' ? [] : startedBy));
  const showCaller = await showCallers(caller, starters);
  const shown = (await showReports(caller, [report]))(report);
  // The title at the time of the run may name a user, even if the report is no longer about one.
  const titleOf = (run: StoredRun) => (caller.ids.pseudonymous ? shown.title : run.title);
  return (run, job) => presentRun({ ...run, title: titleOf(run) }, job, showCaller);
}

function presentRun(run: StoredRun, job: ExportJob | undefined, showCaller: ShowCaller): ReportRunResponse {
  const { status, outcome } = stateOfRun(run, job);
  const { failure } = outcome ?? {};
  return {
    id: run.id,
    reportId: run.reportId,
    exportId: run.id,
    title: run.title,
    format: run.format,
    range: { name: run.range, from: iso(run.fromMs), to: iso(run.toMs) },
    status,
    ...(failure && { failure: { code: failure, message: EXPORT_FAILURE_MESSAGES[failure] } }),
    startedAt: iso(run.startedAtMs),
    startedBy: presentStarter(run.startedBy, showCaller),
    ...(outcome && { endedAt: iso(outcome.atMs), files: outcome.files.map(presentRunFile) }),
    deliveries: run.channels.map((channel) => {
      const attempt = run.deliveries[channel];
      if (!attempt) return { channel };
      return attempt.problem === undefined
        ? { channel, deliveredAt: iso(attempt.atMs) }
        : { channel, failedAt: iso(attempt.atMs), problem: attempt.problem };
    }),
  };
}

function presentStarter(starter: RunStarter, showCaller: ShowCaller): ReportRunResponse['startedBy'] {
  return starter.kind === 'schedule'
    ? { kind: 'schedule', scheduledAt: iso(starter.scheduledAtMs) }
    : { kind: starter.kind, ...showCaller(starter) };
}
