import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import TimeInput from '@cloudscape-design/components/time-input';
import { useTranslation } from 'react-i18next';
import type { FieldProblems } from '../../parts/field-problems.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { FREQUENCIES, MAX_DAY_OF_MONTH, type ReportDraft, WEEKDAYS } from './report.ts';

export interface ScheduleFieldsProps {
  readonly draft: ReportDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<ReportDraft>) => void;
}

/** When a report runs by itself. */
export function ScheduleFields({ draft, problems, onChange }: ScheduleFieldsProps) {
  const { t } = useTranslation('reports');
  const { reportingTimeZone } = useSettings();
  const { frequency, time, weekday, dayOfMonth } = draft;
  return (
    <ColumnLayout minColumnWidth={140} columns={frequency === 'weekly' || frequency === 'monthly' ? 3 : 2}>
      <FormField label={t('schedule')} errorText={problems['/schedule/frequency'] ?? problems['/schedule']}>
        <Select
          selectedOption={{ value: frequency, label: t(`frequencies.${frequency}`) }}
          options={FREQUENCIES.map((value) => ({ value, label: t(`frequencies.${value}`) }))}
          onChange={({ detail }) => {
            const chosen = FREQUENCIES.find((each) => each === detail.selectedOption.value);
            if (chosen) onChange({ frequency: chosen });
          }}
        />
      </FormField>
      {frequency === 'weekly' && (
        <FormField label={t('weekday')} errorText={problems['/schedule/weekday']}>
          <Select
            selectedOption={{ value: weekday, label: t(`weekdays.${weekday}`) }}
            options={WEEKDAYS.map((value) => ({ value, label: t(`weekdays.${value}`) }))}
            onChange={({ detail }) => {
              const chosen = WEEKDAYS.find((each) => each === detail.selectedOption.value);
              if (chosen) onChange({ weekday: chosen });
            }}
          />
        </FormField>
      )}
      {frequency === 'monthly' && (
        <FormField label={t('dayOfMonth')} errorText={problems['/schedule/dayOfMonth']}>
          <Select
            selectedOption={{ value: String(dayOfMonth) }}
            options={Array.from({ length: MAX_DAY_OF_MONTH }, (_, index) => ({ value: String(index + 1) }))}
            onChange={({ detail }) => onChange({ dayOfMonth: Number(detail.selectedOption.value) })}
          />
        </FormField>
      )}
      {frequency !== 'never' && (
        <FormField label={t('timeIn', { zone: reportingTimeZone })} errorText={problems['/schedule/time']}>
          <TimeInput
            value={time}
            format="hh:mm"
            placeholder="hh:mm"
            onChange={({ detail }) => onChange({ time: detail.value })}
          />
        </FormField>
      )}
    </ColumnLayout>
  );
}
