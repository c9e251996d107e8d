import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import type { InputEvent as ReactInputEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  cleanEntry,
  exampleOf,
  type FilterProperty,
  type FilterValues,
  tokensOf,
  valuesOf,
} from './conditions.ts';

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
  const keyProperty = properties.find(({ takesAccessKeys }) => takesAccessKeys);
  return (
    <div onInputCapture={(event) => keepSecretsOut(event, keyProperty)}>
      <PropertyFilter
        query={{ operation: 'and', tokens: tokensOf(properties, values) }}
        onChange={({ detail }) => onChange(valuesOf(properties, detail.tokens))}
        filteringProperties={properties.map(({ key, label, operators, options: own }) => ({
          key,
          propertyLabel: label,
          groupValuesLabel: label,
          operators: operators.map((operator) => ({ operator, format: labelsOf(own) })),
        }))}
        filteringOptions={[...suggestions, ...options]}
        filteringStatusType={suggestionsStatus}
        hideOperations
        disableFreeTextFiltering
        filteringPlaceholder={placeholder}
        filteringAriaLabel={placeholder}
        filteringEmpty={t('filter.noSuggestions', { example: exampleOf(properties) })}
      />
    </div>
  );
}

/** A condition shows its value as the list of values does. */
function labelsOf(options: FilterProperty['options'] = []) {
  return (value: string | null): string =>
    options.find((option) => option.value === value)?.label ?? value ?? '';
}

const PASTED: ReadonlySet<string> = new Set(['insertFromPaste', 'insertFromDrop']);

/** Replaces an access key in the field before the filter reads it, however it was entered. */
function keepSecretsOut({ target, nativeEvent }: ReactInputEvent, keyProperty: FilterProperty | undefined) {
  if (!(target instanceof HTMLInputElement)) return;
  const isPasted = nativeEvent instanceof InputEvent && PASTED.has(nativeEvent.inputType);
  const clean = cleanEntry(target.value, keyProperty, isPasted);
  // React compares with the value that was last set on the element itself: this setter passes that by.
  if (clean !== target.value) {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(target, clean);
  }
}
