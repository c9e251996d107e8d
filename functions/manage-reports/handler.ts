import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { type GetReportDeps, getReport, type ListReportsDeps, listReports } from './get-reports.ts';
import { type GetRunsDeps, getRun, listRuns, type PostRunDeps, postRun } from './runs.ts';
import {
  type DeleteReportDeps,
  deleteReport,
  type PostReportDeps,
  type PutReportDeps,
  postReport,
  putReport,
} from './write-reports.ts';

export type ManageReportsDeps = ListReportsDeps &
  GetReportDeps &
  PostReportDeps &
  PutReportDeps &
  DeleteReportDeps &
  PostRunDeps &
  GetRunsDeps &
  ServeDeps<typeof SERVICES.manageReports>;

export function createHandler(deps: ManageReportsDeps) {
  return serve(SERVICES.manageReports, deps, {
    listReports,
    getReport,
    createReport: postReport,
    changeReport: putReport,
    deleteReport,
    runReport: postRun,
    listReportRuns: listRuns,
    getReportRun: getRun,
  });
}
