import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { withoutSecrets, withoutWholeSecrets } from './without-secrets.ts';

/** What a condition can be about. */
export interface FilterProperty {
  readonly key: string;
  readonly label: string;
  readonly operators: readonly PropertyFilterProps.ComparisonOperator[];
  /** Only one value at a time. */
  readonly isSingle?: boolean;
  /** A whole access key that is entered alone becomes a condition about this. */
  readonly takesAccessKeys?: boolean;
  readonly options?: readonly { readonly value: string; readonly label?: string }[];
}

/** The conditions, by the name of their parameter in the address: those with one value, and those with several. */
export type FilterValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The conditions as the filter shows them. */
export function tokensOf(
  properties: readonly FilterProperty[],
  values: FilterValues,
): PropertyFilterProps.Token[] {
  return properties.flatMap(({ key, operators }) =>
    [values[key] ?? []].flat().map((value) => ({
      propertyKey: key,
      operator: operators[0] ?? '=',
      value,
    })),
  );
}

/**
 * What is entered, with the id of each access key in place of the key; a key alone is a condition already. A key that is pasted
 * may be cut off; one that is typed has to be whole.
 */
export function cleanEntry(
  entered: string,
  keyProperty?: Pick<FilterProperty, 'label' | 'operators'>,
  isPasted = false,
): string {
  const clean = isPasted ? withoutSecrets(entered) : withoutWholeSecrets(entered);
  const isKeyAlone = clean !== entered && /^\w+$/.test(clean.trim());
  return isKeyAlone && keyProperty
    ? `${keyProperty.label} ${keyProperty.operators[0] ?? '='} ${clean.trim()}`
    : clean;
}

/** A condition with one value keeps the one that was added last. None holds the secret of an access key. */
export function valuesOf(
  properties: readonly FilterProperty[],
  tokens: readonly PropertyFilterProps.Token[],
): FilterValues {
  return Object.fromEntries(
    properties.map(({ key, isSingle }) => {
      const values = tokens
        .filter(({ propertyKey }) => propertyKey === key)
        .flatMap(({ value }) => (Array.isArray(value) ? (value as string[]) : [String(value)]))
        .map(withoutSecrets);
      const kept = isSingle ? values.at(-1) : [...new Set(values)];
      return [key, kept === undefined || kept.length === 0 ? undefined : kept];
    }),
  );
}

/** A condition as it is typed, for readers who have typed something else. */
export function exampleOf([first]: readonly Pick<FilterProperty, 'label' | 'operators'>[]): string {
  return first ? `${first.label} ${first.operators[0] ?? '='} …` : '';
}
