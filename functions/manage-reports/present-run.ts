import {
  EXPORT_FAILURE_MESSAGES,
  presentRunFile,
  presentRunStarter,
  type ReportRunResponse,
} from '@token-ledger/contract';
import { type ExportJob, type StoredRun, stateOfRun } from '@token-ledger/core';
import { iso } from '../http/json-values.ts';

/** A run as the API tells it, with what is known of its export. */
export function presentRun(run: StoredRun, job: ExportJob | undefined): ReportRunResponse {
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
    startedBy: presentRunStarter(run.startedBy),
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
