/** A text that says something: not empty, and no word that exports write for nothing. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || /^(?:null|none|\\n|undefined)$/i.test(text) ? undefined : text;
}

/** Why a value that should be a number of tokens is none. */
export const NOT_A_COUNT = Symbol('not a count');
export type Count = number | undefined | typeof NOT_A_COUNT;

/** A whole number, as such or as a text; undefined if there is none. */
export function countOf(value: unknown): Count {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : NOT_A_COUNT;
  const text = textOf(value);
  if (text === undefined)
    return value === null || value === undefined || value === '' || isNull(value) ? undefined : NOT_A_COUNT;
  return /^\d{1,15}(?:\.0+)?$/.test(text) ? Number(text) : NOT_A_COUNT;
}

function isNull(value: unknown): boolean {
  return typeof value === 'string' && textOf(value) === undefined;
}

/** Several counts, or undefined if one of them is no count. What is missing stays missing. */
export function countsOf<Name extends string>(
  values: Readonly<Record<Name, unknown>>,
): { readonly [K in Name]?: number } | undefined {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of Object.keys(values) as Name[]) {
    const count = countOf(values[name]);
    if (count === NOT_A_COUNT) return undefined;
    if (count !== undefined) counts[name] = count;
  }
  return counts;
}
