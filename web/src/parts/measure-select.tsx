import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useTranslation } from 'react-i18next';
import { MEASURE_GROUPS, MEASURES, type Measure } from './measures.ts';

export interface MeasureSelectProps {
  readonly label: string;
  readonly measure: Measure;
  readonly onChange: (measure: Measure) => void;
}

/** Chooses what usage is compared by. */
export function MeasureSelect({ label, measure, onChange }: MeasureSelectProps) {
  const { t } = useTranslation('parts');
  const option = (value: Measure) => ({ value, label: t(`measures.${value}`) });
  return (
    <FormField label={label}>
      <Select
        selectedOption={option(measure)}
        options={MEASURE_GROUPS.map(([group, measures]) => ({
          label: t(`measureGroups.${group}`),
          options: measures.map(option),
        }))}
        onChange={({ detail }) => {
          const chosen = MEASURES.find((each) => each === detail.selectedOption.value);
          if (chosen) onChange(chosen);
        }}
      />
    </FormField>
  );
}
