import { presentTemplate, type ReportResponse, type ReportSummary } from '@token-ledger/contract';
import { iso, type Report } from '@token-ledger/core';
import { presentWebhook } from '../shared/webhooks.ts';
import type { ShownReport } from './show-reports.ts';

/** A report as lists have it. Administrators see the whole URL of its webhook. */
export function summarizeReport(
  report: Report,
  { title, savedBy }: ShownReport,
  administrates: boolean,
): ReportSummary {
  const { id, template, range, schedule, delivery } = report;
  const { topic, webhook } = delivery;
  return {
    id,
    title,
    what: [...template.subjects],
    format: template.format,
    range,
    ...(schedule && { schedule }),
    delivery: {
      topic,
      ...(webhook && { webhook: presentWebhook(webhook, administrates) }),
    },
    savedBy,
    createdAt: iso(report.createdAtMs),
    updatedAt: iso(report.updatedAtMs),
  };
}

/** A whole report. */
export function presentReport(report: Report, shown: ShownReport, administrates: boolean): ReportResponse {
  return {
    ...summarizeReport(report, shown, administrates),
    ...presentTemplate({ ...report.template, filter: shown.filter }),
  };
}
