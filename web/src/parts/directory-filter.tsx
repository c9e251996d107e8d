import Grid from '@cloudscape-design/components/grid';
import Select from '@cloudscape-design/components/select';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryFilterValues } from './directory-parameters.ts';

export interface DirectoryFilterProps {
  readonly values: DirectoryFilterValues;
  readonly matches: number;
  readonly onChange: (change: DirectoryFilterValues) => void;
}

const STATES = ['any', 'enabled', 'disabled'] as const;

/** Finds access keys or users by name, id and state. */
export function DirectoryFilter({ values, matches, onChange }: DirectoryFilterProps) {
  const { t } = useTranslation('parts');
  const [typed, setTyped] = useState(values.search ?? '');
  const [known, setKnown] = useState(values.search);
  // The address changed by itself: the reader went back.
  if (known !== values.search) {
    setKnown(values.search);
    setTyped(values.search ?? '');
  }
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
      <TextFilter
        filteringText={typed}
        filteringPlaceholder={t('form.search')}
        filteringAriaLabel={t('form.search')}
        {...(values.search !== undefined && { countText: t('form.matches', { count: matches }) })}
        onChange={({ detail }) => setTyped(detail.filteringText)}
        onDelayedChange={({ detail }) => onChange({ search: detail.filteringText || undefined })}
      />
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
