import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session-provider.tsx';
import { DIVISIONS, type Division, isDividable } from './division.ts';
import type { UsageFilterValues } from './usage-filter-parameters.ts';

export interface DivisionChoiceProps {
  readonly label: string;
  readonly division: Division;
  readonly filter: UsageFilterValues;
  readonly onChange: (division: Division) => void;
}

/** Chooses what usage is divided by. Callers who see their own usage only are not offered access keys and users. */
export function DivisionChoice({ label, division, filter, onChange }: DivisionChoiceProps) {
  const { t } = useTranslation('parts');
  const { me } = useSession();
  const offered = me.ownUsageOnly
    ? DIVISIONS.filter((each) => each === 'model' || each === 'feature')
    : DIVISIONS;
  const option = (value: Division) => ({
    value,
    label: t(`filter.${value}`),
    ...(!isDividable(value, filter) && { disabled: true, disabledReason: t('division.notBesideOne') }),
  });
  return (
    <FormField label={label}>
      <Select
        selectedOption={option(division)}
        options={offered.map(option)}
        onChange={({ detail }) => {
          const chosen = offered.find((each) => each === detail.selectedOption.value);
          if (chosen) onChange(chosen);
        }}
      />
    </FormField>
  );
}

/** The division that a page shows: the chosen one where it can be, or models. */
export function useDivision(chosen: Division, filter: UsageFilterValues): Division {
  const { me } = useSession();
  const isOffered = !me.ownUsageOnly || chosen === 'model' || chosen === 'feature';
  return isOffered && isDividable(chosen, filter) ? chosen : 'model';
}
