import { reportRequestSchema, runsQuery } from '../../report.ts';
import { reportResponse, reportsResponse } from '../../report-response.ts';
import { reportRunResponse, reportRunsResponse } from '../../report-run.ts';
import { madeId } from '../examples.ts';
import { ok, tagged } from '../operation.ts';

const REQUEST = {
  title: 'Usage of last month by user',
  what: ['statistics'],
  format: 'xlsx',
  period: 'month',
  dimension: 'user',
  statisticsFields: ['id', 'requests', 'totalTokens', 'costUsd'],
  range: 'last_month',
  schedule: { frequency: 'monthly', dayOfMonth: 2, time: '06:30' },
  delivery: { topic: true, webhook: { url: 'https://hooks.example.com/reports' } },
};

const SUMMARY = {
  id: 'kT3xPq0aVb9LwZ1c',
  title: REQUEST.title,
  what: REQUEST.what,
  format: REQUEST.format,
  range: REQUEST.range,
  schedule: REQUEST.schedule,
  delivery: REQUEST.delivery,
  savedBy: { kind: 'access_key', id: 'ak_01', name: 'administration' },
  createdAt: '2026-11-02T09:00:00.000Z',
  updatedAt: '2026-11-02T09:00:00.000Z',
};
const REPORT = {
  ...SUMMARY,
  period: REQUEST.period,
  dimension: REQUEST.dimension,
  statisticsFields: REQUEST.statisticsFields,
  filter: {},
  gzip: false,
  byteOrderMark: false,
};
const MADE = {
  ...REPORT,
  delivery: {
    topic: true,
    webhook: { ...REQUEST.delivery.webhook, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
  },
};

const RUN = {
  id: '01KAQ6WZJ4T1V4Y3P3Q2N8S6XM',
  reportId: SUMMARY.id,
  exportId: '01KAQ6WZJ4T1V4Y3P3Q2N8S6XM',
  title: REQUEST.title,
  format: 'xlsx',
  range: { name: 'last_month', from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' },
  status: 'finished',
  startedAt: '2026-11-02T06:30:03.000Z',
  startedBy: { kind: 'schedule', scheduledAt: '2026-11-02T06:30:00.000Z' },
  endedAt: '2026-11-02T06:30:09.000Z',
  files: [
    {
      what: 'statistics',
      name: 'statistics.xlsx',
      rows: 42,
      bytes: 18_204,
      asOf: '2026-11-02T06:30:05.000Z',
      exact: true,
      requests: 8819,
      totalTokens: 18_305_870,
      costUsd: '201.5',
      unpricedRequests: 0,
    },
  ],
  deliveries: [
    { channel: 'topic', deliveredAt: '2026-11-02T06:30:10.000Z' },
    { channel: 'webhook', deliveredAt: '2026-11-02T06:30:10.000Z' },
  ],
};
const { endedAt: _endedAt, files: _files, ...BEGUN } = RUN;
const QUEUED = {
  ...BEGUN,
  status: 'queued',
  deliveries: [{ channel: 'topic' }, { channel: 'webhook' }],
};

const path = { id: madeId('The id of the report.', SUMMARY.id) };
const body = { schema: reportRequestSchema, examples: { monthly: REQUEST } };

export const REPORTS_OPERATIONS = tagged('Reports', {
  listReports: {
    summary: 'Reports',
    answer: ok('All reports, without columns and filters.', reportsResponse, {
      reports: [SUMMARY],
      timeZone: 'Europe/Berlin',
    }),
  },
  createReport: {
    summary: 'Save a report',
    description:
      'The fields are those of an export, with a range that moves with time instead of `from` and `to`.',
    body,
    answer: {
      status: 201,
      description: 'The report, and the secret of its webhook, shown only this time.',
      schema: reportResponse,
      example: MADE,
      location: 'getReport',
      leadsTo: ['getReport', 'changeReport', 'deleteReport', 'runReport', 'listReportRuns'],
    },
    problems: ['too_many_reports'],
  },
  getReport: {
    summary: 'One report',
    path,
    answer: ok('The report.', reportResponse, REPORT),
    problems: ['report_not_found'],
  },
  changeReport: {
    summary: 'Change a report',
    path,
    body,
    answer: ok('The report.', reportResponse, REPORT),
    problems: ['report_not_found', 'report_changed'],
  },
  deleteReport: {
    summary: 'Delete a report',
    description: 'The exports of its runs stay, and their files until they expire.',
    path,
    answer: { status: 204, description: 'The report is deleted.' },
    problems: ['report_not_found'],
  },
  runReport: {
    summary: 'Run a report now',
    path,
    answer: {
      status: 202,
      description: 'The run has begun; `Location` has its path.',
      schema: reportRunResponse,
      example: QUEUED,
      location: 'getReportRun',
      leadsTo: ['getExport'],
    },
    problems: ['report_not_found', 'report_running'],
  },
  listReportRuns: {
    summary: 'Runs of a report',
    path,
    query: runsQuery,
    answer: ok('A page of runs, the newest first.', reportRunsResponse, { runs: [RUN] }),
    problems: ['report_not_found'],
  },
  getReportRun: {
    summary: 'One run of a report',
    path: { ...path, runId: madeId('The id of the run.', RUN.id) },
    answer: ok('The run.', reportRunResponse, RUN),
    problems: ['report_not_found', 'run_not_found'],
  },
});
