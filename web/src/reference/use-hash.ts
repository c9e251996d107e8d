import { useSyncExternalStore } from 'react';

/** The fragment of the page's address, with its `#`; updates when it changes. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
