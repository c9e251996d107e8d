import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { REFRESH_INTERVAL_MS } from './as-of.tsx';

interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | undefined;
}

/** All entries of a list, page after page without a click, so that a search finds each of them. The first page shows at once. */
export function useWholeList<T>(
  name: string,
  load: (
    page: { readonly limit: number; readonly cursor?: string },
    signal: AbortSignal,
  ) => Promise<ListPage<T>>,
) {
  const list = useInfiniteQuery({
    queryKey: ['whole-list', name],
    queryFn: ({ pageParam, signal }) =>
      load({ limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Long lists are read again when the reader asks for it.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? REFRESH_INTERVAL_MS : false),
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return { list, items: list.data?.pages.flatMap(({ items }) => items) ?? [] };
}

/** The most that the API returns at a time. */
const PAGE_SIZE = 1000;
