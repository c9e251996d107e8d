import { QueryClient } from '@tanstack/react-query';

/** The client of the API repeats questions that failed for a temporary reason itself, and waits as long as it is asked to. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: 30_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
}

/** Hears of every error of a question or a change. Returns how to stop. */
export function onError(queries: QueryClient, listener: (error: unknown) => void): () => void {
  const stops = [
    queries.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') listener(event.action.error);
    }),
    queries.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') listener(event.action.error);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
