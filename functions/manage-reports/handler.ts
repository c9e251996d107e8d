import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getReport, listReports } from './get-reports.ts';
import { getRun, listRuns, postRun } from './runs.ts';
import { deleteReport, postReport, putReport } from './write-reports.ts';

export const createHandler = handlerOf(SERVICES.manageReports, {
  listReports,
  getReport,
  createReport: postReport,
  changeReport: putReport,
  deleteReport,
  runReport: postRun,
  listReportRuns: listRuns,
  getReportRun: getRun,
});
