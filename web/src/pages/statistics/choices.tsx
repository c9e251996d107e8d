import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session-provider.tsx';
import type { Shown } from './columns.tsx';
import { PERIODS, type Period, ROWS, type Rows } from './parameters.ts';
import { mayBeHourly } from './shape.ts';

export interface ChoicesProps extends Shown {
  readonly onChange: (change: { rows?: Rows; period?: Period }) => void;
}

/** What there is a row for. */
export function Choices({ rows, period, subject, onChange }: ChoicesProps) {
  const { t } = useTranslation('statistics');
  const parts = useTranslation('parts').t;
  const { me } = useSession();
  const isAboutOne = subject.filter.key !== undefined || subject.filter.user !== undefined;
  const periodOption = (value: Period) => ({
    value,
    label: parts(`periods.${value}`),
    ...(value === 'hour' && !mayBeHourly(subject) && { disabled: true, disabledReason: t('rangeTooLong') }),
  });
  const rowsOption = (value: Rows) => ({
    value,
    label: t(`rowsOf.${value}`),
    ...(value !== 'all' && isAboutOne && { disabled: true, disabledReason: t('aboutOne') }),
  });
  return (
    <ColumnLayout columns={4} minColumnWidth={210}>
      <FormField label={t('period')}>
        <Select
          selectedOption={periodOption(period)}
          options={PERIODS.map(periodOption)}
          onChange={({ detail }) => {
            const chosen = PERIODS.find((each) => each === detail.selectedOption.value);
            if (chosen) onChange({ period: chosen });
          }}
        />
      </FormField>
      {!me.ownUsageOnly && (
        <FormField label={t('rows')}>
          <Select
            selectedOption={rowsOption(rows)}
            options={ROWS.map(rowsOption)}
            onChange={({ detail }) => {
              const chosen = ROWS.find((each) => each === detail.selectedOption.value);
              if (chosen) onChange({ rows: chosen });
            }}
          />
        </FormField>
      )}
    </ColumnLayout>
  );
}
