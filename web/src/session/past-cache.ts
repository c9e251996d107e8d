/**
 * How the console asks after a reader refreshed a page. The browser may keep the answer about a range that is over for a
 * while, and it says as of when it is: a reader who asks for newer figures gets each of them from the ledger once.
 */
export function createPastCache() {
  let asked: Set<string> | undefined;
  return {
    /** From now on, every address is asked past the cache once. */
    passOnce: () => {
      asked = new Set();
    },
    modeFor: (url: string): 'default' | 'reload' => {
      if (!asked || asked.has(url)) return 'default';
      asked.add(url);
      return 'reload';
    },
  };
}

/** That of this page. */
export const pastCache = createPastCache();
