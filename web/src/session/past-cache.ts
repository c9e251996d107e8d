/**
 * How the console asks after a reader refreshed a page. The browser may keep the answer about a range that is over for a
 * while, and it says as of when it is: a reader who asks for newer figures gets each of them from the ledger once.
 */
export function createPastCache() {
  let answered: Set<string> | undefined;
  return {
    /** From now on, every address is asked past the cache until it has answered once. */
    passOnce: () => {
      answered = new Set();
    },
    fetch: async (request: Request): Promise<Response> => {
      // Of the refresh that this request belongs to, also if another follows before the answer.
      const since = answered;
      const isPast = since !== undefined && !since.has(request.url);
      const response = await fetch(request, { cache: isPast ? 'reload' : 'default' });
      // What failed is asked again, and must not find an older answer then.
      if (response.ok) since?.add(request.url);
      return response;
    },
  };
}

/** That of this page. */
export const pastCache = createPastCache();
