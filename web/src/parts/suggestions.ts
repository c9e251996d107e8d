/** The key of what filters suggest, which a refresh asks for again. */
export const SUGGESTIONS = ['filter-suggestions'] as const;
