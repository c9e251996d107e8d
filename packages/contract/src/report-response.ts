import {
  DIMENSIONS,
  EXPORT_FORMATS,
  EXPORT_SUBJECTS,
  type ExportTemplate,
  PERIODS,
  RECORD_FIELDS,
  RECORD_STATUSES,
  REPORT_FREQUENCIES,
  REPORT_RANGES,
  STATISTICS_FIELDS,
  WEEKDAYS,
} from '@token-ledger/core';
import * as z from 'zod/mini';

export const reportScheduleResponse = z.object({
  frequency: z.enum(REPORT_FREQUENCIES),
  /** `HH:MM` of the time zone. */
  time: z.string(),
  weekday: z.exactOptional(z.enum(WEEKDAYS)),
  dayOfMonth: z.exactOptional(z.int()),
});

/** What the list tells of a report. */
export const reportSummary = z.object({
  id: z.string(),
  title: z.string(),
  what: z.array(z.enum(EXPORT_SUBJECTS)),
  format: z.enum(EXPORT_FORMATS),
  range: z.enum(REPORT_RANGES),
  schedule: z.exactOptional(reportScheduleResponse),
  delivery: z.object({
    topic: z.boolean(),
    webhook: z.exactOptional(
      z.object({
        /** Only its origin, for whoever does not administer. */
        url: z.string(),
        /** Only in the answer to the request that made it. */
        secret: z.exactOptional(z.string()),
      }),
    ),
  }),
  /** Who saved it last. What runs by schedule is done with the rights of this caller. */
  savedBy: z.object({ kind: z.enum(['access_key', 'person']), id: z.string() }),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ReportSummary = z.output<typeof reportSummary>;

/** What is exported, as `POST /v1/exports` and `PUT /v1/reports/{id}` take it, with what was left out. */
export const exportTemplateResponse = z.object({
  what: z.array(z.enum(EXPORT_SUBJECTS)),
  format: z.enum(EXPORT_FORMATS),
  period: z.exactOptional(z.enum(PERIODS)),
  dimension: z.exactOptional(z.enum(DIMENSIONS)),
  recordFields: z.exactOptional(z.array(z.enum(RECORD_FIELDS))),
  statisticsFields: z.exactOptional(z.array(z.enum(STATISTICS_FIELDS))),
  filter: z.object({
    accessKeyId: z.exactOptional(z.string()),
    userId: z.exactOptional(z.string()),
    models: z.exactOptional(z.array(z.string())),
    features: z.exactOptional(z.array(z.string())),
    statuses: z.exactOptional(z.array(z.enum(RECORD_STATUSES))),
    minTokens: z.exactOptional(z.int()),
  }),
  gzip: z.boolean(),
  byteOrderMark: z.boolean(),
  billingAccountId: z.exactOptional(z.string()),
  billingAccountName: z.exactOptional(z.string()),
});
export type ExportTemplateResponse = z.output<typeof exportTemplateResponse>;

/** The body of the answers of `POST /v1/reports`, `GET` and `PUT /v1/reports/{id}`. */
export const reportResponse = z.extend(reportSummary, exportTemplateResponse.shape);
export type ReportResponse = z.output<typeof reportResponse>;

/** The body of the answer of `GET /v1/reports`: all of them, without columns and filters. */
export const reportsResponse = z.object({
  reports: z.array(reportSummary),
  /** In which days, weeks and months begin, and schedules are told. */
  timeZone: z.string(),
});
export type ReportsResponse = z.output<typeof reportsResponse>;

/** Says what a request would have to say for the same export. */
export function presentTemplate(template: ExportTemplate): ExportTemplateResponse {
  const { subjects, format, filter, billingAccount } = template;
  const { models, features, statuses, ...rest } = filter;
  const statistics = subjects.includes('statistics');
  return {
    what: [...subjects],
    format,
    ...(statistics && { period: template.period, dimension: template.dimension }),
    ...(subjects.includes('records') && { recordFields: [...template.recordFields] }),
    ...(statistics && format !== 'focus' && { statisticsFields: [...template.statisticsFields] }),
    filter: {
      ...rest,
      ...(models && { models: [...models] }),
      ...(features && { features: [...features] }),
      ...(statuses && { statuses: [...statuses] }),
    },
    gzip: template.gzip,
    byteOrderMark: template.byteOrderMark,
    ...(billingAccount && { billingAccountId: billingAccount.id }),
    ...(billingAccount?.name !== undefined && { billingAccountName: billingAccount.name }),
  };
}
