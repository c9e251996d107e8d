import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownEntry, withoutSecrets, withoutWholeSecrets } from './without-secrets.ts';

export interface SearchFieldProps {
  readonly search: string | undefined;
  readonly matches: number;
  readonly onChange: (search: string | undefined) => void;
}

/** Finds entries of a list by name or id. What is typed reaches the address after a pause. */
export function SearchField({ search, matches, onChange }: SearchFieldProps) {
  const { t } = useTranslation('parts');
  const [typed, setTyped] = useState(search ?? '');
  const [known, setKnown] = useState(search);
  // The address changed: to what was typed, or by itself, as the reader went back.
  if (known !== search) {
    setKnown(search);
    setTyped(shownEntry(typed, search ?? ''));
  }
  return (
    <TextFilter
      filteringText={typed}
      filteringPlaceholder={t('form.search')}
      filteringAriaLabel={t('form.search')}
      {...(search !== undefined && { countText: t('form.matches', { count: matches }) })}
      onChange={({ detail }) => setTyped(withoutWholeSecrets(detail.filteringText))}
      onDelayedChange={({ detail }) => onChange(withoutSecrets(detail.filteringText) || undefined)}
    />
  );
}
