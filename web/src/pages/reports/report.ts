import type { components } from '@token-ledger/client/query';
import { draftOf, type TemplateDraft, templateOf } from '../../parts/files/template.ts';

type Schemas = components['schemas'];
export type Report = Schemas['Report'];
export type ReportSummary = Schemas['ReportSummary'];
export type ReportRequest = Schemas['ReportRequest'];
export type ReportRun = Schemas['ReportRun'];
export type Schedule = NonNullable<ReportRequest['schedule']>;

export const RANGES = [
  'yesterday',
  'last_week',
  'last_month',
  'last_quarter',
  'last_year',
  'last_7_days',
  'last_30_days',
  'last_90_days',
  'last_365_days',
  'today',
  'this_week',
  'this_month',
  'this_quarter',
  'this_year',
] as const satisfies readonly ReportRequest['range'][];
export const FREQUENCIES = ['never', 'daily', 'weekly', 'monthly'] as const;
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly Schedule['weekday'][];
/** Every month has so many days. */
export const MAX_DAY_OF_MONTH = 28;

/** A report as a form edits it. */
export interface ReportDraft {
  readonly title: string;
  readonly range: ReportRequest['range'];
  readonly frequency: (typeof FREQUENCIES)[number];
  readonly time: string;
  readonly weekday: (typeof WEEKDAYS)[number];
  readonly dayOfMonth: number;
  readonly topic: boolean;
  readonly webhook: string;
  readonly rotates: boolean;
  readonly template: TemplateDraft;
}

/** What a form begins with: the saved report, else that of last month, two days later. */
export function reportDraftOf(report?: Report): ReportDraft {
  const { schedule, delivery } = report ?? {};
  return {
    title: report?.title ?? '',
    range: report?.range ?? 'last_month',
    frequency: report ? (schedule?.frequency ?? 'never') : 'monthly',
    time: schedule?.time ?? '06:30',
    weekday: schedule?.weekday ?? 'monday',
    dayOfMonth: schedule?.dayOfMonth ?? 2,
    topic: delivery?.topic ?? false,
    webhook: delivery?.webhook?.url ?? '',
    rotates: false,
    template: draftOf(report),
  };
}

export const isTime = (time: string) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time);

/** The request always contains the whole report. */
export function reportRequestOf(draft: ReportDraft): ReportRequest {
  const url = draft.webhook.trim();
  const schedule = scheduleOf(draft);
  return {
    title: draft.title.trim(),
    range: draft.range,
    ...(schedule && { schedule }),
    delivery: {
      topic: draft.topic,
      ...(url !== '' && { webhook: { url, ...(draft.rotates && { rotateSecret: true }) } }),
    },
    ...templateOf(draft.template),
  };
}

function scheduleOf({ frequency, time, weekday, dayOfMonth }: ReportDraft): Schedule | undefined {
  if (frequency === 'never') return undefined;
  return {
    frequency,
    time,
    ...(frequency === 'weekly' && { weekday }),
    ...(frequency === 'monthly' && { dayOfMonth }),
  };
}
