import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { useTranslation } from 'react-i18next';

/** What a condition can be about. */
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

export interface ConditionFilterProps {
  readonly properties: readonly FilterProperty[];
  readonly values: FilterValues;
  readonly onChange: (values: FilterValues) => void;
  readonly placeholder: string;
  /** Values beside the options of the properties. */
  readonly suggestions?: readonly PropertyFilterProps.FilteringOption[];
  readonly suggestionsStatus?: PropertyFilterProps.StatusType;
}

/** Chooses by conditions, all of which must hold. */
export function ConditionFilter({
  properties,
  values,
  onChange,
  placeholder,
  suggestions = [],
  suggestionsStatus = 'finished',
}: ConditionFilterProps) {
  const { t } = useTranslation('parts');
  const options = properties.flatMap(({ key, options: own = [] }) =>
    own.map((option) => ({ propertyKey: key, ...option })),
  );
  return (
    <PropertyFilter
      query={{ operation: 'and', tokens: tokensOf(properties, values) }}
      onChange={({ detail }) => onChange(valuesOf(properties, detail.tokens))}
      filteringProperties={properties.map(({ key, label, operators }) => ({
        key,
        propertyLabel: label,
        groupValuesLabel: label,
        operators,
      }))}
      filteringOptions={[...suggestions, ...options]}
      filteringStatusType={suggestionsStatus}
      hideOperations
      disableFreeTextFiltering
      filteringPlaceholder={placeholder}
      filteringAriaLabel={placeholder}
      filteringEmpty={t('filter.noSuggestions')}
    />
  );
}

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
