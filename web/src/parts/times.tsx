import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences, type ZoneChoice } from './preferences.ts';
import { useSettings } from './settings-context.tsx';
import { zoneLast } from './zone-last.ts';

/** The name of the time zone behind each choice. */
export function zonesBy(reportingTimeZone: string): Readonly<Record<ZoneChoice, string>> {
  return { reporting: reportingTimeZone, local: localZone(), utc: 'UTC' };
}

function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The time zone by which the reader wants to see times. */
export function useZone(): string {
  const { reportingTimeZone } = useSettings();
  const { zone } = usePreferences();
  return zone === 'reporting' ? reportingTimeZone : zone === 'utc' ? 'UTC' : localZone();
}

export interface TimeFormats {
  /** To the second, with the zone: `Nov 29, 2026, 15:47:03 UTC`. */
  readonly instant: (at: string) => string;
  /** For a column whose header names the zone: `2026-11-29 15:47:03`, which is narrow and lines up. */
  readonly withoutZone: (at: string) => string;
  /** The same to the minute. */
  readonly minuteWithoutZone: (at: string) => string;
  /** To the minute, with the zone. */
  readonly minute: (at: string) => string;
  /** The same before a time that names the zone. */
  readonly plainMinute: (at: string) => string;
  /** The start of a period, in short. */
  readonly periodStart: (at: string, period: 'hour' | 'day' | 'month') => string;
  /** The same with its year, for tables of any length. */
  readonly fullPeriodStart: (at: string, period: 'hour' | 'day' | 'month') => string;
}

/** How times appear, by the preferred zone, which is always named. */
export function useTimes(): TimeFormats {
  const { language } = usePreferences();
  const zone = useZone();
  const { reportingTimeZone } = useSettings();
  return useMemo(() => timeFormats(language, zone, reportingTimeZone), [language, zone, reportingTimeZone]);
}

function timeFormats(language: string, zone: string, reportingTimeZone: string): TimeFormats {
  // Most parts show times in one of these forms, and making a formatter takes a while.
  const format = (options: Intl.DateTimeFormatOptions) => {
    let formatter: Intl.DateTimeFormat | undefined;
    return (at: string) => {
      formatter ??= new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: 'h23', ...options });
      return zoneLast(formatter.formatToParts(new Date(at)));
    };
  };
  const date = { year: 'numeric', month: 'short', day: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const seconds = { ...clock, second: '2-digit' } as const;
  // Swedish clocks and calendars write as ISO 8601 does.
  const column = (timeStyle: 'short' | 'medium') => {
    let formatter: Intl.DateTimeFormat | undefined;
    return (at: string) => {
      formatter ??= new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle });
      return formatter.format(new Date(at));
    };
  };
  const starts = {
    hour: format({ month: 'short', day: 'numeric', ...clock }),
    // Days and months are those of the reporting zone, regardless of how times are shown.
    day: format({ weekday: 'short', month: 'short', day: 'numeric', timeZone: reportingTimeZone }),
    month: format({ year: 'numeric', month: 'short', timeZone: reportingTimeZone }),
  };
  const fullStarts = {
    hour: format({ ...date, ...clock }),
    day: format({ ...date, timeZone: reportingTimeZone }),
    month: starts.month,
  };
  return {
    instant: format({ ...date, ...seconds, timeZoneName: 'short' }),
    withoutZone: column('medium'),
    minuteWithoutZone: column('short'),
    minute: format({ ...date, ...clock, timeZoneName: 'short' }),
    plainMinute: format({ ...date, ...clock }),
    periodStart: (at, period) => starts[period](at),
    fullPeriodStart: (at, period) => fullStarts[period](at),
  };
}

/** What the periods of a chart or table are, with the zone they are shown in. */
export function useAxisTitle(): (period: 'hour' | 'day' | 'month') => string {
  const { t } = useTranslation('parts');
  const zone = useZone();
  const { reportingTimeZone } = useSettings();
  return (period) => t(`axis.${period}`, { zone: period === 'hour' ? zone : reportingTimeZone });
}

export interface InstantProps {
  readonly at: string;
  /** Where a header names the zone. */
  readonly withoutZone?: boolean;
}

/** An instant, readable by machines, too. */
export function Instant({ at, withoutZone = false }: InstantProps) {
  const times = useTimes();
  return <time dateTime={at}>{withoutZone ? times.withoutZone(at) : times.instant(at)}</time>;
}
