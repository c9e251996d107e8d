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
  time: text('`HH:MM` of the reporting time zone.'),
  weekday: z.exactOptional(z.enum(WEEKDAYS)),
  dayOfMonth: z.exactOptional(z.int()),
});

const reportDelivery = z.object({
  topic: flag('Whether the topic of the deployment is told.'),
  webhook: z.exactOptional(
    z.object({
      url: text('Only its origin, for whoever does not administer.'),
      secret: z.exactOptional(
        text('What deliveries are signed with; only in the answer to the request that made it.'),
      ),
    }),
  ),
});

const savedBy = z
  .object({
    kind: z.enum(['access_key', 'person']),
    id: text('Of the access key, or of the person as the sign-in names them.'),
    name: optionalName(),
  })
  .check(z.describe('Who saved it last. What runs by schedule is done with the rights of this caller.'));

/** What the list tells of a report. */
export const reportSummary = z.object({
  id: text('Of the report.'),
  title: text('Its id where it is about one user or access key, and users are shown by pseudonyms.'),
  what: z.array(z.enum(EXPORT_SUBJECTS)),
  format: z.enum(EXPORT_FORMATS),
  range: z.enum(REPORT_RANGES),
  schedule: z.exactOptional(reportScheduleResponse),
  delivery: reportDelivery,
  savedBy,
  createdAt: instantText('When it was created.'),
  updatedAt: instantText('When it was last changed.'),
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
});

/** What is exported, as `POST /v1/exports` and `PUT /v1/reports/{id}` take it, with what was left out. */
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
  reports: z.array(reportSummary).check(z.describe('All of them, without columns and filters.')),
  timeZone: text('In which days, weeks and months begin, and schedules are told.'),
});
export type ReportsResponse = Immutable<typeof reportsResponse>;

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
