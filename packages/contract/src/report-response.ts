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
import { flag, type Immutable, instantText, optionalName, text } from './response-parts.ts';

export const reportScheduleResponse = z.object({
  frequency: z.enum(REPORT_FREQUENCIES),
  time: text('`HH:MM` in the reporting time zone.'),
  weekday: z.exactOptional(z.enum(WEEKDAYS)),
  dayOfMonth: z.exactOptional(z.int()),
});

const reportDelivery = z.object({
  topic: flag('Whether the deployment’s topic is notified.'),
  webhook: z.exactOptional(
    z.object({
      url: text('For callers who are not administrators, only the origin.'),
      secret: z.exactOptional(
        text('The secret that signs deliveries; only in the answer to the request that created it.'),
      ),
    }),
  ),
});

const savedBy = z
  .object({
    kind: z.enum(['access_key', 'person']),
    id: text('The id of the access key, or the sign-in’s name for the person.'),
    name: optionalName(),
  })
  .check(z.describe('Who saved the report last. Scheduled runs have the rights of this caller.'));

/** A report in the list. */
export const reportSummary = z.object({
  id: text('The id of the report.'),
  title: text(
    'For people. To callers who see pseudonyms, the title of a report about one user or access key is its id.',
  ),
  what: z.array(z.enum(EXPORT_SUBJECTS)),
  format: z.enum(EXPORT_FORMATS),
  range: z.enum(REPORT_RANGES),
  schedule: z.exactOptional(reportScheduleResponse),
  delivery: reportDelivery,
  savedBy,
  createdAt: instantText('When the report was created.'),
  updatedAt: instantText('When the report was last changed.'),
});
export type ReportSummary = Immutable<typeof reportSummary>;

const templateFilter = z.object({
  accessKeyId: z.exactOptional(text('Only usage of this access key.')),
  accessKeyName: optionalName(),
  userId: z.exactOptional(text('Only usage of this user.')),
  userName: optionalName(),
  models: z.exactOptional(z.array(z.string())),
  features: z.exactOptional(z.array(z.string())),
  statuses: z.exactOptional(z.array(z.enum(RECORD_STATUSES))),
  minTokens: z.exactOptional(z.int()),
  maxTokens: z.exactOptional(z.int()),
  minRequests: z.exactOptional(z.int()),
  maxRequests: z.exactOptional(z.int()),
});

/** The export, in the form that `POST /v1/exports` and `PUT /v1/reports/{id}` take, with defaults filled in. */
export const exportTemplateResponse = z.object({
  what: z.array(z.enum(EXPORT_SUBJECTS)),
  format: z.enum(EXPORT_FORMATS),
  period: z.exactOptional(z.enum(PERIODS)),
  dimension: z.exactOptional(z.enum(DIMENSIONS)),
  recordFields: z.exactOptional(z.array(z.enum(RECORD_FIELDS))),
  statisticsFields: z.exactOptional(z.array(z.enum(STATISTICS_FIELDS))),
  filter: templateFilter,
  gzip: z.boolean(),
  byteOrderMark: z.boolean(),
  billingAccountId: z.exactOptional(z.string()),
  billingAccountName: z.exactOptional(z.string()),
});
export type ExportTemplateResponse = Immutable<typeof exportTemplateResponse>;

/** The body of the answers of `POST /v1/reports`, `GET` and `PUT /v1/reports/{id}`. */
export const reportResponse = z.object({ ...reportSummary.shape, ...exportTemplateResponse.shape });
export type ReportResponse = Immutable<typeof reportResponse>;

/** The body of the answer of `GET /v1/reports`. */
export const reportsResponse = z.object({
  reports: z.array(reportSummary).check(z.describe('All reports, without columns and filters.')),
  timeZone: text('The time zone of schedules, and of days, weeks and months.'),
});
export type ReportsResponse = Immutable<typeof reportsResponse>;

/** The request fields that describe an export. */
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
