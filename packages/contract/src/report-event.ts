import { deliveryId, iso, type Report, type RunNotice } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  EXPORT_FAILURE_MESSAGES,
  presentRunFile,
  presentRunStarter,
  runFailureResponse,
  runFileResponse,
  runRangeResponse,
  runStarterResponse,
} from './report-run.ts';
import { ROUTES } from './routes.ts';

/** The types of a webhook's payload. */
export const REPORT_WEBHOOK_EVENTS = { finished: 'report.finished', failed: 'report.failed' } as const;

export interface FileLink {
  readonly url: string;
  readonly expiresAt: string;
}

/** The `data` of a webhook. `version` changes when a consumer could break; fields may be added without. */
export const reportEventDetailSchema = z.object({
  version: z.literal(1),
  /** The same in every delivery of this run, so that receivers can detect repetitions. */
  deliveryId: z.string(),
  report: z.object({ id: z.string(), title: z.string() }),
  run: z.object({
    id: z.string(),
    /** Its path in the API, kept for 400 days. */
    path: z.string(),
    startedAt: z.string(),
    startedBy: runStarterResponse,
    endedAt: z.string(),
  }),
  range: runRangeResponse,
  status: z.enum(['finished', 'failed']),
  failure: z.exactOptional(runFailureResponse),
  /** Absent if its files are already deleted. */
  export: z.exactOptional(
    z.object({
      id: z.string(),
      /** Its path in the API, which has new links until the files are deleted. */
      path: z.string(),
      expiresAt: z.string(),
    }),
  ),
  files: z.array(
    z.extend(runFileResponse, {
      /** Lets anyone download the file until it expires. New in every attempt. */
      link: z.exactOptional(z.object({ url: z.string(), expiresAt: z.string() })),
    }),
  ),
});
export type ReportEventDetail = z.infer<typeof reportEventDetailSchema>;

/** @param links of the files, in their order, as far as there are any. */
export function reportEventDetail(
  { run, outcome, job }: RunNotice,
  report: Pick<Report, 'id' | 'title'>,
  links: readonly (FileLink | undefined)[],
): ReportEventDetail {
  const place = (path: string, id: string) => path.replace('{id}', encodeURIComponent(id));
  const { failure } = outcome;
  return {
    version: 1,
    deliveryId: deliveryId({ reportId: run.reportId, runId: run.id }),
    report: { id: report.id, title: report.title },
    run: {
      id: run.id,
      path: place(ROUTES.getReportRun.path, run.reportId).replace('{runId}', encodeURIComponent(run.id)),
      startedAt: iso(run.startedAtMs),
      startedBy: presentRunStarter(run.startedBy),
      endedAt: iso(outcome.atMs),
    },
    range: { name: run.range, from: iso(run.fromMs), to: iso(run.toMs) },
    status: outcome.status,
    ...(failure && { failure: { code: failure, message: EXPORT_FAILURE_MESSAGES[failure] } }),
    ...(job && {
      export: { id: job.id, path: place(ROUTES.getExport.path, job.id), expiresAt: iso(job.expiresAtMs) },
    }),
    files: outcome.files.map((file, index) => ({
      ...presentRunFile(file),
      ...(links[index] && { link: links[index] }),
    })),
  };
}
