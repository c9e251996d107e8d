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
