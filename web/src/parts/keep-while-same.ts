/**
 * For `placeholderData` of a query whose key is a name, what is asked, and by what it is chosen: while only the last changes, the
 * previous answer stays until the new one comes. An answer about something else is not shown.
 */
export function keepWhileSame(asked: object) {
  const key = JSON.stringify(asked);
  return <T>(
    previous: T | undefined,
    query: { readonly queryKey: readonly unknown[] } | undefined,
  ): T | undefined => (JSON.stringify(query?.queryKey[1]) === key ? previous : undefined);
}
