import { createQueryClient, type QueryClient, type QueryClientOptions } from '@token-ledger/client/query';

/**
 * Repeats what reads, while the API is away or overloaded. What changes something is sent once: it may have been done though
 * its answer was lost, and a reader who is asked to look first does not do it twice.
 */
export function createApi(options: QueryClientOptions): QueryClient {
  const { post, put, delete: remove } = createQueryClient({ ...options, maxRetries: 0 });
  return { ...createQueryClient(options), post, put, delete: remove };
}
