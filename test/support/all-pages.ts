/** The pages of a list, each read from the position that the one before names. */
export async function allPagesAfter<P, T extends { readonly next?: P | undefined }>(
  read: (position: { readonly after?: P }) => Promise<T>,
): Promise<readonly T[]> {
  const pages = [await read({})];
  for (let after = pages[0]?.next; after !== undefined; after = pages.at(-1)?.next)
    pages.push(await read({ after }));
  return pages;
}

interface Page {
  readonly nextCursor?: string;
}

/** The pages of a list, each read by the cursor of the one before. */
export async function allPages<T extends Page>(
  read: (cursor: { readonly cursor?: string }) => Promise<T>,
): Promise<readonly T[]> {
  const pages = [await read({})];
  for (let cursor = pages[0]?.nextCursor; cursor !== undefined; cursor = pages.at(-1)?.nextCursor)
    pages.push(await read({ cursor }));
  return pages;
}
