import type { Principal } from '../access/principal.ts';
import type { ExportTemplate } from '../exports/export-definition.ts';
import type { ReportRangeName } from './report-range.ts';

export const REPORT_FREQUENCIES = ['daily', 'weekly', 'monthly'] as const;
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The last day that every month has. */
export const MAX_DAY_OF_MONTH = 28;

/** When a report is run, in the reporting time zone. `time` is `HH:MM`, from 00:00 to 23:59. */
export type ReportSchedule = { readonly time: string } & (
  | { readonly frequency: 'daily' }
  | { readonly frequency: 'weekly'; readonly weekday: Weekday }
  /** 1 to `MAX_DAY_OF_MONTH`. */
  | { readonly frequency: 'monthly'; readonly dayOfMonth: number }
);

/** How to announce that a run is over. */
export const REPORT_CHANNELS = ['topic', 'webhook'] as const;
export type ReportChannelName = (typeof REPORT_CHANNELS)[number];

export interface ReportWebhook {
  readonly url: string;
  /** `whsec_` and the base64 of the key that signs deliveries. Never returned again, never logged. */
  readonly secret: string;
}

export interface ReportDelivery {
  readonly topic: boolean;
  readonly webhook?: ReportWebhook;
}

/** The settings of a report that people choose. */
export interface ReportSettings {
  readonly title: string;
  readonly template: ExportTemplate;
  readonly range: ReportRangeName;
  /** Absent: the report runs only on request. */
  readonly schedule?: ReportSchedule;
  readonly delivery: ReportDelivery;
}

/** An export that repeats, over a range that moves with time. */
export interface Report extends ReportSettings {
  readonly id: string;
  /** The caller who saved it last; scheduled runs have the rights of this caller. */
  readonly savedBy: Principal;
  /** Counts the changes, from 1. */
  readonly revision: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The channels to notify of a run. */
export function channelsOf({ topic, webhook }: ReportDelivery): readonly ReportChannelName[] {
  return REPORT_CHANNELS.filter((channel) => (channel === 'topic' ? topic : webhook !== undefined));
}
