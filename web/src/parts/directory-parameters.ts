import { oneOf, text } from './address.ts';

/** What a list of access keys or users shows, in its address. */
export const DIRECTORY_PARAMETERS = { search: text(400), state: oneOf(['enabled', 'disabled']) };

export interface DirectoryFilterValues {
  readonly search?: string | undefined;
  readonly state?: 'enabled' | 'disabled' | undefined;
}

/** Whether an entry is looked for: every word must occur in one of its texts, in any case of letters. */
export function isLookedFor(
  { search = '', state }: DirectoryFilterValues,
  texts: readonly (string | undefined)[],
  disabled: boolean,
): boolean {
  if (state !== undefined && disabled !== (state === 'disabled')) return false;
  const haystack = texts.join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
