import FormField from '@cloudscape-design/components/form-field';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session-provider.tsx';
import { readParameters, someOf, text, texts, wholeNumber } from '../address.ts';
import { ConditionFilter } from '../condition-filter.tsx';
import type { FilterProperty } from '../conditions.ts';
import type { FieldProblems } from '../field-problems.ts';
import { useSuggestions } from '../use-suggestions.ts';
import { type DraftFilter, STATUSES, shapeOf, type TemplateDraft } from './template.ts';

export interface TemplateFilterProps {
  readonly draft: TemplateDraft;
  readonly problems: FieldProblems;
  readonly onChange: (filter: DraftFilter) => void;
}

/** Conditions for the rows of a file: those that its rows can be chosen by. */
export function TemplateFilter({ draft, problems, onChange }: TemplateFilterProps) {
  const { t } = useTranslation('files');
  const { me } = useSession();
  const suggestions = useSuggestions(true);
  const { mayFilterKey, mayFilterUser, mayFilterCalls } = shapeOf(draft);
  const when = (allowed: boolean, property: FilterProperty) => (allowed ? [property] : []);
  const properties: readonly FilterProperty[] = [
    ...when(mayFilterKey, {
      key: 'key',
      label: t('filterKey'),
      operators: ['='],
      isSingle: true,
      takesAccessKeys: true,
    }),
    ...when(mayFilterUser && !me.ownUsageOnly, {
      key: 'user',
      label: t('filterUser'),
      operators: ['='],
      isSingle: true,
    }),
    { key: 'model', label: t('filterModel'), operators: ['='] },
    { key: 'feature', label: t('filterFeature'), operators: ['='] },
    ...when(mayFilterCalls, {
      key: 'status',
      label: t('filterStatus'),
      operators: ['='],
      options: STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
    }),
    ...when(mayFilterCalls, { key: 'min', label: t('filterMin'), operators: ['>='], isSingle: true }),
  ];
  const known = new Set(properties.map(({ key }) => key));
  const { min, ...filter } = draft.filter;
  const problem = Object.entries(problems).find(([path]) => path.startsWith('/filter'))?.[1];
  return (
    <FormField label={t('filter')} description={t('filterHint')} errorText={problem} stretch>
      <ConditionFilter
        properties={properties}
        values={{ ...filter, min: min === undefined ? undefined : String(min) }}
        onChange={(values) => onChange(readParameters(FILTER_PARAMETERS, values))}
        suggestions={(suggestions.data ?? []).filter(({ propertyKey }) => known.has(propertyKey))}
        suggestionsStatus={suggestions.isFetching ? 'loading' : suggestions.isError ? 'error' : 'finished'}
        placeholder={t('addCondition')}
      />
    </FormField>
  );
}

const FILTER_PARAMETERS = {
  key: text(128),
  user: text(400),
  model: texts(),
  feature: texts(),
  status: someOf(STATUSES),
  min: wholeNumber(0, Number.MAX_SAFE_INTEGER),
};
