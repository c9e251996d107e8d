import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session-provider.tsx';
import type { Shown } from './columns.tsx';
import { PERIODS, type Period, ROWS, type Rows } from './parameters.ts';
import { mayBeHourly } from './use-statistics.ts';

export interface ChoicesProps extends Shown {
  readonly onChange: (change: { rows?: Rows; period?: Period }) => void;
}

/** What there is a row for. */
export function Choices({ rows, period, subject, onChange }: ChoicesProps) {
  const { t } = useTranslation('statistics');
  const parts = useTranslation('parts').t;
  const { me } = useSession();
  const isAboutOne = subject.filter.key !== undefined || subject.filter.user !== undefined;
  return (
    <SpaceBetween direction="horizontal" size="l">
      <FormField label={t('period')}>
        <SegmentedControl
          label={t('period')}
          selectedId={period}
          onChange={({ detail }) => {
            const chosen = PERIODS.find((each) => each === detail.selectedId);
            if (chosen) onChange({ period: chosen });
          }}
          options={PERIODS.map((id) => ({
            id,
            text: parts(`periods.${id}`),
            ...(id === 'hour' &&
              !mayBeHourly(subject) && { disabled: true, disabledReason: t('rangeTooLong') }),
          }))}
        />
      </FormField>
      {!me.ownUsageOnly && (
        <FormField label={t('rows')}>
          <SegmentedControl
            label={t('rows')}
            selectedId={rows}
            onChange={({ detail }) => {
              const chosen = ROWS.find((each) => each === detail.selectedId);
              if (chosen) onChange({ rows: chosen });
            }}
            options={ROWS.map((id) => ({
              id,
              text: id === 'all' ? t('all') : parts(`filter.${id}`),
              ...(id !== 'all' && isAboutOne && { disabled: true, disabledReason: t('aboutOne') }),
            }))}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}
