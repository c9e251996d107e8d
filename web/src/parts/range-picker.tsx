import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import { useTranslation } from 'react-i18next';
import { usePreferences } from './preferences.ts';
import {
  DEFAULT_RANGE,
  FORMER_PERIODS,
  type FormerPeriod,
  formerPeriodOf,
  formerRange,
  type LastRange,
  PRESETS,
  partsOf,
  type RangeValues,
} from './range.ts';
import { useSettings } from './settings-context.tsx';
import { showMonth } from './show-month.ts';
import { useZone } from './times.tsx';
import { offsetMinutes } from './zone-time.ts';

export interface RangePickerProps {
  readonly range: RangeValues;
  readonly onChange: (range: {
    last: LastRange | undefined;
    from: string | undefined;
    to: string | undefined;
  }) => void;
  readonly otherwise?: LastRange;
  /** What is offered; default: up to twelve months. */
  readonly offered?: readonly (LastRange | FormerPeriod)[];
}

/** The range of a page. Dates are entered and shown by the preferred zone. */
export function RangePicker(props: RangePickerProps) {
  const { range, onChange, otherwise = DEFAULT_RANGE, offered = PRESETS } = props;
  const { reportingTimeZone } = useSettings();
  const { t } = useTranslation('parts');
  const { language } = usePreferences();
  const zone = useZone();
  return (
    <DateRangePicker
      value={shownValue(range, otherwise, reportingTimeZone)}
      onChange={({ detail: { value } }) => {
        const former = formerOf(value);
        onChange(
          former
            ? { last: undefined, ...formerRange(former, Date.now(), reportingTimeZone) }
            : chosenRange(value, otherwise),
        );
      }}
      relativeOptions={offered.map(optionOf)}
      isValidRange={(value) => validate(value, t('range.empty'), t('range.backwards'))}
      getTimeOffset={(date) => offsetMinutes(date.getTime(), zone)}
      locale={language}
      absoluteFormat="long-localized"
      placeholder={t('range.choose')}
      ariaLabel={t('range.label')}
      showClearButton={false}
      rangeSelectorMode="default"
      i18nStrings={{
        formatRelativeRange: (value) => {
          const former = formerOf(value);
          if (former) {
            const dates = formerDates(former, language, reportingTimeZone);
            return t(`range.${former}`, { dates });
          }
          if (value.amount === 1 && value.unit === 'day') return t('range.today');
          if (value.amount === 1 && value.unit === 'month') return t('range.thisMonth');
          return t(`range.last.${unitName(value.unit)}`, { count: value.amount });
        },
        relativeModeTitle: t('range.relative'),
        absoluteModeTitle: t('range.absolute'),
        customRelativeRangeOptionLabel: t('range.custom'),
        customRelativeRangeOptionDescription: t('range.customHint'),
        formatUnit: (unit, count) => t(`range.unit.${unitName(unit)}`, { count }),
      }}
    />
  );
}

/** The picker knows periods that end now only; those of the past differ by their keys. */
function optionOf(key: LastRange | FormerPeriod) {
  const former = FORMER_PERIODS.find((period) => period === key);
  const parts = former
    ? { amount: 1, unit: former === 'formerWeek' ? ('week' as const) : ('month' as const) }
    : relativeParts(key as LastRange);
  return { key, type: 'relative' as const, ...parts };
}

/** Such as `Nov 23 – 29`, or `October 2026`. */
function formerDates(period: FormerPeriod, language: string, zone: string): string {
  const { from, to } = formerRange(period, Date.now(), zone);
  if (period === 'formerMonth') return showMonth(from, language, zone);
  const format = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: zone });
  return format.formatRange(new Date(from), new Date(Date.parse(to) - 1));
}

function formerOf(value: DateRangePickerProps.Value | null): FormerPeriod | undefined {
  return value?.type === 'relative' ? FORMER_PERIODS.find((period) => period === value.key) : undefined;
}

function relativeParts(range: LastRange) {
  const { amount, unit } = partsOf(range);
  return { amount, unit: ({ h: 'hour', d: 'day', mo: 'month' } as const)[unit] };
}

function shownValue(range: RangeValues, otherwise: LastRange, zone: string): DateRangePickerProps.Value {
  const { last, from, to } = range;
  const former = formerPeriodOf(range, Date.now(), zone);
  if (former) return optionOf(former);
  if (from !== undefined) {
    return { type: 'absolute', startDate: from, endDate: to ?? new Date().toISOString() };
  }
  return optionOf(last ?? otherwise);
}

function chosenRange(value: DateRangePickerProps.Value | null, otherwise: LastRange) {
  if (value?.type === 'absolute') {
    const iso = (text: string) => new Date(text).toISOString();
    return { last: undefined, from: iso(value.startDate), to: iso(value.endDate) };
  }
  return { last: value ? lastOf(value) : otherwise, from: undefined, to: undefined };
}

/** Weeks and years are days and months; shorter units make an hour. */
function lastOf({ amount, unit }: DateRangePickerProps.RelativeValue): LastRange {
  const known = {
    hour: ['h', 1],
    day: ['d', 1],
    week: ['d', 7],
    month: ['mo', 1],
    year: ['mo', 12],
  } as const;
  const [short, times] = known[unit as keyof typeof known] ?? (['h', 0] as const);
  return `${Math.max(1, amount * times)}${short}`;
}

function unitName(unit: string): 'hour' | 'day' | 'week' | 'month' | 'year' | 'minute' | 'second' {
  return unit as ReturnType<typeof unitName>;
}

function validate(
  value: DateRangePickerProps.Value | null,
  empty: string,
  backwards: string,
): DateRangePickerProps.ValidationResult {
  if (!value) return { valid: false, errorMessage: empty };
  if (value.type === 'relative') return { valid: true };
  const [start, end] = [Date.parse(value.startDate), Date.parse(value.endDate)];
  if (Number.isNaN(start) || Number.isNaN(end)) return { valid: false, errorMessage: empty };
  return start < end ? { valid: true } : { valid: false, errorMessage: backwards };
}
