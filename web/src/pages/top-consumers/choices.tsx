import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../parts/address.ts';
import { DivisionChoice } from '../../parts/division-choice.tsx';
import { MeasureSelect } from '../../parts/measure-select.tsx';
import { MAX_CONSUMERS, type TOP_CONSUMERS_PARAMETERS } from './parameters.ts';
import { Threshold } from './threshold.tsx';
import type { useRanking } from './use-ranking.ts';

type Parameters = Values<typeof TOP_CONSUMERS_PARAMETERS>;

export interface ChoicesProps {
  readonly ranked: ReturnType<typeof useRanking>;
  readonly onChange: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
}

/** What is ranked, by what, and how much it takes to be in the ranking. */
export function Choices({ ranked, onChange }: ChoicesProps) {
  const { t } = useTranslation('top-consumers');
  const { division, subject, measure, limit, thresholds } = ranked;
  const limitOption = (count: number) => ({ value: String(count), label: t('limitCount', { count }) });
  return (
    <ColumnLayout columns={5} minColumnWidth={150}>
      <DivisionChoice
        label={t('rank')}
        division={division}
        filter={subject.filter}
        onChange={(by) => onChange({ by })}
      />
      <MeasureSelect label={t('by')} measure={measure} onChange={(chosen) => onChange({ measure: chosen })} />
      <FormField label={t('limit')}>
        <Select
          selectedOption={limitOption(limit)}
          options={[...new Set([...LIMITS, limit])].toSorted((a, b) => a - b).map(limitOption)}
          onChange={({ detail }) => onChange({ limit: Number(detail.selectedOption.value) })}
        />
      </FormField>
      <Threshold
        key={`tokens-${thresholds.minTokens}`}
        label={t('minTokens')}
        value={thresholds.minTokens}
        onChange={(minTokens) => onChange({ minTokens })}
      />
      <Threshold
        key={`requests-${thresholds.minRequests}`}
        label={t('minRequests')}
        value={thresholds.minRequests}
        onChange={(minRequests) => onChange({ minRequests })}
      />
    </ColumnLayout>
  );
}

const LIMITS = [10, 20, 50, 100, MAX_CONSUMERS];
