import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session-provider.tsx';
import { askedRange } from './range.ts';
import { useSettings } from './settings-context.tsx';

/** A condition of the filter beside the four of every page. */
export interface FilterProperty {
  readonly key: string;
  readonly label: string;
  readonly operators: readonly PropertyFilterProps.ComparisonOperator[];
  /** Only one value at a time. */
  readonly isSingle?: boolean;
  readonly options?: readonly { readonly value: string; readonly label?: string }[];
}

/** The conditions, by the name of their parameter in the address: those with one value, and those with several. */
export type FilterValues = Readonly<Record<string, string | readonly string[] | undefined>>;

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
    { key: 'key', label: t('filter.key'), operators: ['='], isSingle: true },
    { key: 'user', label: t('filter.user'), operators: ['='], isSingle: true },
    { key: 'model', label: t('filter.model'), operators: ['='] },
    { key: 'feature', label: t('filter.feature'), operators: ['='] },
    ...more,
  ];
  const options = [
    ...(suggestions.data ?? []),
    ...more.flatMap(({ key, options: own = [] }) => own.map((option) => ({ propertyKey: key, ...option }))),
  ];
  return (
    <div onFocus={() => setIsUsed(true)}>
      <PropertyFilter
        query={{ operation: 'and', tokens: tokensOf(properties, values) }}
        onChange={({ detail }) => onChange(valuesOf(properties, detail.tokens))}
        filteringProperties={properties.map(({ key, label, operators }) => ({
          key,
          propertyLabel: label,
          groupValuesLabel: label,
          operators,
        }))}
        filteringOptions={options}
        filteringStatusType={suggestions.isFetching ? 'loading' : suggestions.isError ? 'error' : 'finished'}
        hideOperations
        disableFreeTextFiltering
        filteringPlaceholder={placeholder ?? t('filter.placeholder')}
        filteringAriaLabel={placeholder ?? t('filter.placeholder')}
        filteringEmpty={t('filter.noSuggestions')}
      />
    </div>
  );
}

const NONE: readonly FilterProperty[] = [];

function tokensOf(properties: readonly FilterProperty[], values: FilterValues): PropertyFilterProps.Token[] {
  return properties.flatMap(({ key, operators }) =>
    [values[key] ?? []].flat().map((value) => ({
      propertyKey: key,
      operator: operators[0] ?? '=',
      value,
    })),
  );
}

/** A condition with one value keeps the one that was added last. */
function valuesOf(
  properties: readonly FilterProperty[],
  tokens: readonly PropertyFilterProps.Token[],
): FilterValues {
  return Object.fromEntries(
    properties.map(({ key, isSingle }) => {
      const values = tokens
        .filter(({ propertyKey }) => propertyKey === key)
        .flatMap(({ value }) => (Array.isArray(value) ? (value as string[]) : [String(value)]));
      const kept = isSingle ? values.at(-1) : [...new Set(values)];
      return [key, kept === undefined || kept.length === 0 ? undefined : kept];
    }),
  );
}

const KINDS = [
  ['key', 'access_key'],
  ['user', 'user'],
  ['model', 'model'],
  ['feature', 'feature'],
] as const;
const SUGGESTED_RANGE = '90d';
const MAX_SUGGESTIONS = 100;

/** What used most lately, by name and id: asked once the reader begins to filter. */
function useSuggestions(isUsed: boolean) {
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  return useQuery({
    queryKey: ['filter-suggestions'],
    enabled: isUsed,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { from } = askedRange({ last: SUGGESTED_RANGE }, Date.now(), reportingTimeZone);
      const answers = await Promise.all(
        KINDS.map(async ([propertyKey, dimension]) => {
          const query = { dimension, from, limit: MAX_SUGGESTIONS };
          const { consumers } = await api.get('/v1/top-consumers', { query, signal });
          return consumers.map(({ id, name }) => ({
            propertyKey,
            value: id,
            ...(name !== undefined && { label: `${name} (${id})` }),
          }));
        }),
      );
      return answers.flat();
    },
  });
}
