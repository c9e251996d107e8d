/** Whether a number of input tokens counts those of the cache too. Anthropic's own does not. */
export const CONVENTIONS = ['exclusive', 'inclusive'] as const;
export type Convention = (typeof CONVENTIONS)[number];

/** Uncached input tokens; undefined if the figures contradict the convention. */
export function uncachedInput(
  input: number,
  cacheTokens: number,
  convention: Convention,
): number | undefined {
  if (convention === 'exclusive') return input;
  return input >= cacheTokens ? input - cacheTokens : undefined;
}
