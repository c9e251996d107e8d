import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../parts/address.ts';
import { DivisionChoice } from '../../parts/division-choice.tsx';
import { MeasureSelect } from '../../parts/measure-select.tsx';
import { isReadable, PERIODS, type Period } from '../../parts/periods.ts';
import { type EXPLORE_PARAMETERS, MAX_SERIES } from './parameters.ts';
import type { useExplored } from './use-explored.ts';

type Parameters = Values<typeof EXPLORE_PARAMETERS>;

export interface ChoicesProps {
  readonly explored: Pick<ReturnType<typeof useExplored>, 'subject' | 'division' | 'measure' | 'top'>;
  readonly period: Period | undefined;
  readonly onChange: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
}

/** What is shown, and how it is divided. */
export function Choices({ explored, period, onChange }: ChoicesProps) {
  const { t } = useTranslation('explore');
  const parts = useTranslation('parts').t;
  const { subject, division, measure, top } = explored;
  const periodOption = (value: Period | 'auto') => ({
    value,
    label: parts(`periods.${value}`),
    ...(value !== 'auto' &&
      !isReadable(subject.span, value) && { disabled: true, disabledReason: t('rangeTooLong') }),
  });
  const topOption = (count: number) => ({ value: String(count), label: t('topCount', { count }) });
  return (
    <ColumnLayout columns={4} minColumnWidth={160}>
      <DivisionChoice
        label={t('by')}
        division={division}
        filter={subject.filter}
        onChange={(by) => onChange({ by })}
      />
      <MeasureSelect
        label={t('measure')}
        measure={measure}
        onChange={(chosen) => onChange({ measure: chosen })}
      />
      <FormField label={t('period')}>
        <Select
          selectedOption={periodOption(period ?? 'auto')}
          options={(['auto', ...PERIODS] as const).map(periodOption)}
          onChange={({ detail }) =>
            onChange({ period: PERIODS.find((each) => each === detail.selectedOption.value) })
          }
        />
      </FormField>
      <FormField label={t('top')}>
        <Select
          selectedOption={topOption(top)}
          options={[...new Set([...TOPS, top])].toSorted((a, b) => a - b).map(topOption)}
          onChange={({ detail }) => onChange({ top: Number(detail.selectedOption.value) })}
        />
      </FormField>
    </ColumnLayout>
  );
}

const TOPS = [3, 5, 8, 12, MAX_SERIES];
