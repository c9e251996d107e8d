import {
  isYear,
  MAX_DAY_OF_MONTH,
  REPORT_FREQUENCIES,
  REPORT_RANGES,
  type ReportSchedule,
  type ReportSettings,
  WEEKDAYS,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { exportTemplateSchema, MAX_EXPORT_RECORD_DAYS, toExportTemplate } from './exports.ts';
import { isJsonObject } from './json.ts';
import type { Problem } from './problem.ts';
import { checkOffset, nonEmptyName, offsetParameter, refuseIn, wholeNumber } from './query-parameters.ts';
import { webhookRequest } from './webhook-url.ts';
import { displayName } from './wire-text.ts';
import { toProblems } from './zod-problems.ts';

/** The most reports of one deployment: the schedules of all are checked once an hour. */
export const MAX_REPORTS = 200;
/** The largest body of a request that creates or changes a report; the same as for an export. */
export const MAX_REPORT_BODY_BYTES = 100_000;
export const MAX_RUNS_PER_PAGE = 100;
export const DEFAULT_RUNS_PER_PAGE = 20;

const dayOfMonth = `must be a whole number from 1 to ${MAX_DAY_OF_MONTH}, which every month has`;

const scheduleSchema = z
  .strictObject(
    {
      frequency: z.enum(REPORT_FREQUENCIES),
      /** In the reporting time zone. */
      time: z
        .string('must be a time such as 06:30')
        .check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59, such as 06:30')),
      /** For a weekly report. */
      weekday: z.exactOptional(z.enum(WEEKDAYS)),
      /** For a monthly report. */
      dayOfMonth: z.exactOptional(
        z.int(dayOfMonth).check(z.gte(1, dayOfMonth), z.lte(MAX_DAY_OF_MONTH, dayOfMonth)),
      ),
    },
    'must be an object',
  )
  .check((context) => {
    const { frequency, weekday, dayOfMonth: day } = context.value;
    const refuse = (path: string, message: string, code: Problem['code']) =>
      context.issues.push({ code: 'custom', path: [path], message, params: { code }, input: undefined });
    const needs = (path: string, wanted: boolean, given: boolean, owner: string) => {
      if (wanted && !given) refuse(path, `is required for ${owner}`, 'required');
      if (!wanted && given)
        refuse(path, `must be left out unless the report is ${owner}`, 'conflicting_fields');
    };
    needs('weekday', frequency === 'weekly', weekday !== undefined, 'weekly');
    needs('dayOfMonth', frequency === 'monthly', day !== undefined, 'monthly');
  });

/** The fields of a report beside those of its export, which `POST /v1/exports` describes. */
const headSchema = z.object({
  title: displayName(),
  range: z.enum(REPORT_RANGES),
  schedule: z.exactOptional(scheduleSchema),
  delivery: z._default(
    z.strictObject(
      {
        topic: z._default(z.boolean('must be true or false'), false),
        webhook: z.exactOptional(webhookRequest()),
      },
      'must be an object',
    ),
    { topic: false },
  ),
});

/**
 * The body of `POST /v1/reports` and `PUT /v1/reports/{id}`, for the reference. A request always contains the whole
 * report.
 */
export const reportRequestSchema = z.strictObject({ ...headSchema.shape, ...exportTemplateSchema.shape });
export type ReportRequestInput = z.input<typeof headSchema> & z.input<typeof exportTemplateSchema>;

export interface ReportRequest {
  readonly settings: Omit<ReportSettings, 'delivery'>;
  readonly topic: boolean;
  readonly webhook?: { readonly url: string; readonly rotateSecret: boolean };
}

export type ParsedReportRequest =
  | { readonly ok: true; readonly request: ReportRequest }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const SCHEMAS = [headSchema, exportTemplateSchema];

/** Parses the body of a request; reports every problem. */
export function parseReportRequest(body: unknown): ParsedReportRequest {
  if (!isJsonObject(body))
    return { ok: false, problems: [{ path: '', code: 'wrong_type', message: 'must be an object' }] };
  const { title, range, schedule, delivery, ...asked } = body;
  const head = z.safeParse(headSchema, withoutUndefined({ title, range, schedule, delivery }));
  const template = z.safeParse(exportTemplateSchema, asked);
  const problems = [head, template].flatMap(({ error }) =>
    error ? toProblems(error.issues, body, '', undefined, SCHEMAS) : [],
  );
  if (!head.success || !template.success) return { ok: false, problems };
  const exported = toExportTemplate(template.data);
  const byHours = exported.subjects.includes('statistics') && exported.period === 'hour';
  if (isYear(head.data.range) && (byHours || exported.subjects.includes('records')))
    return { ok: false, problems: [TOO_LONG] };
  const { topic, webhook } = head.data.delivery;
  return {
    ok: true,
    request: {
      settings: {
        title: head.data.title,
        template: exported,
        range: head.data.range,
        ...(head.data.schedule && { schedule: head.data.schedule as ReportSchedule }),
      },
      topic,
      ...(webhook && { webhook }),
    },
  };
}

const TOO_LONG: Problem = {
  path: '/range',
  code: 'not_allowed',
  message: `must not be this_year or last_year for records and statistics by hours: they are exported for at most ${MAX_EXPORT_RECORD_DAYS} days, and a year can be longer if the zone sets its clocks back permanently. Use last_365_days`,
};

function withoutUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}

/** The query parameters of `GET /v1/reports/{id}/runs`. */
export const runsQuery = z
  .strictObject({
    limit: z._default(wholeNumber(1, MAX_RUNS_PER_PAGE), DEFAULT_RUNS_PER_PAGE),
    ...offsetParameter,
    /** `nextBefore` of the previous page. */
    before: z.optional(nonEmptyName()),
  })
  .check((context) => checkOffset(context.value, 'before', refuseIn(context)));
