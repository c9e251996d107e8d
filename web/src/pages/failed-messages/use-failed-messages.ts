import { useInfiniteQuery } from '@tanstack/react-query';
import { useSession } from '../../session/session-provider.tsx';
import type { PLACES } from './parameters.ts';

/**
 * The failed messages, page by page. They are read again only when the reader asks for it: each reading of a dead letter hides it
 * from others for seconds, and counts.
 */
export function useFailedMessages(place: (typeof PLACES)[number] | undefined) {
  const { api } = useSession();
  const pages = useInfiniteQuery({
    queryKey: ['failed-messages', place ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      api.get('/v1/failed-messages', {
        query: { ...(place !== undefined && { place }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchOnWindowFocus: false,
  });
  const messages = pages.data?.pages.flatMap((page) => page.messages) ?? [];
  return { pages, messages, first: pages.data?.pages[0] };
}
