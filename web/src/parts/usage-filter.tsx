import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConditionFilter } from './condition-filter.tsx';
import type { FilterProperty, FilterValues } from './conditions.ts';
import { useSuggestions } from './use-suggestions.ts';

export interface UsageFilterProps {
  readonly values: FilterValues;
  readonly onChange: (values: FilterValues) => void;
  readonly more?: readonly FilterProperty[];
  /** What the page filters by, if that is more than the four. */
  readonly placeholder?: string;
}

/** Chooses access key, user, model and feature, and what else a page can filter by. All conditions must hold. */
export function UsageFilter({ values, onChange, more = NONE, placeholder }: UsageFilterProps) {
  const { t } = useTranslation('parts');
  const [isUsed, setIsUsed] = useState(false);
  const suggestions = useSuggestions(isUsed);
  const properties: readonly FilterProperty[] = [
    { key: 'key', label: t('filter.key'), operators: ['='], isSingle: true, takesAccessKeys: true },
    { key: 'user', label: t('filter.user'), operators: ['='], isSingle: true },
    { key: 'model', label: t('filter.model'), operators: ['='] },
    { key: 'feature', label: t('filter.feature'), operators: ['='] },
    ...more,
  ];
  return (
    <div onFocus={() => setIsUsed(true)} onBlur={() => setIsUsed(false)}>
      <ConditionFilter
        properties={properties}
        values={values}
        onChange={onChange}
        suggestions={suggestions.data ?? []}
        suggestionsStatus={suggestions.isFetching ? 'loading' : suggestions.isError ? 'error' : 'finished'}
        placeholder={placeholder ?? t('filter.placeholder')}
      />
    </div>
  );
}

const NONE: readonly FilterProperty[] = [];
