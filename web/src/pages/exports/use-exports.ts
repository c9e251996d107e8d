import { useInfiniteQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { isOver, PROGRESS_INTERVAL_MS } from '../../parts/files/export-progress.tsx';
import { useSession } from '../../session/session-provider.tsx';

export type Export = components['schemas']['Export'];

const PAGE_SIZE = 50;

/** The exports that the caller may see, the newest first. While one is under way, its progress is followed. */
export function useExports() {
  const { api } = useSession();
  const pages = useInfiniteQuery({
    queryKey: ['exports'],
    queryFn: ({ pageParam, signal }) =>
      api.get('/v1/exports', {
        query: { limit: PAGE_SIZE, ...(pageParam && { before: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextBefore }) => nextBefore,
    refetchInterval: ({ state }) => {
      const shown = state.data?.pages.flatMap((page) => page.exports) ?? [];
      return shown.every(({ status }) => isOver(status)) ? REFRESH_INTERVAL_MS : PROGRESS_INTERVAL_MS;
    },
  });
  return { pages, exports: pages.data?.pages.flatMap((page) => page.exports) ?? [] };
}
