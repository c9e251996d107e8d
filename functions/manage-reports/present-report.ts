import { presentTemplate, type ReportResponse, type ReportSummary } from '@token-ledger/contract';
import type { Report } from '@token-ledger/core';
import { iso } from '../shared/http/json-values.ts';
import type { ShownReport } from './show-reports.ts';

/** A report as the list tells it; `administrates`: with the whole URL of its webhook. */
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
      // Whoever knows a URL can often post to it, so readers see no more than where it leads.
      ...(webhook && { webhook: { url: administrates ? webhook.url : new URL(webhook.url).origin } }),
    },
    savedBy,
    createdAt: iso(report.createdAtMs),
    updatedAt: iso(report.updatedAtMs),
  };
}

/** A report as a whole. */
export function presentReport(report: Report, shown: ShownReport, administrates: boolean): ReportResponse {
  return {
    ...summarizeReport(report, shown, administrates),
    ...presentTemplate({ ...report.template, filter: shown.filter }),
  };
}
