/** Whose usage a caller may see: everybody's, or only that of one user. */
export type Visibility = { readonly kind: 'everything' } | { readonly kind: 'user'; readonly userId: string };
