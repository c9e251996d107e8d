import Grid from '@cloudscape-design/components/grid';
import Select from '@cloudscape-design/components/select';
import { useTranslation } from 'react-i18next';
import type { DirectoryFilterValues } from './directory-parameters.ts';
import { SearchField } from './search-field.tsx';

export interface DirectoryFilterProps {
  readonly values: DirectoryFilterValues;
  readonly matches: number;
  readonly onChange: (change: DirectoryFilterValues) => void;
}

const STATES = ['any', 'enabled', 'disabled'] as const;

/** Finds access keys or users by name, id and state. */
export function DirectoryFilter({ values, matches, onChange }: DirectoryFilterProps) {
  const { t } = useTranslation('parts');
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
      <SearchField search={values.search} matches={matches} onChange={(search) => onChange({ search })} />
      <Select
        ariaLabel={t('form.state')}
        selectedOption={{ value: values.state ?? 'any', label: t(`form.states.${values.state ?? 'any'}`) }}
        options={STATES.map((value) => ({ value, label: t(`form.states.${value}`) }))}
        onChange={({ detail }) => {
          const { value } = detail.selectedOption;
          onChange({ state: value === 'enabled' || value === 'disabled' ? value : undefined });
        }}
      />
    </Grid>
  );
}
