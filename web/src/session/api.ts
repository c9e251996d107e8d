import { createQueryClient, type QueryClient, type QueryClientOptions } from '@token-ledger/client/query';

/**
 * Repeats what reads, while the API is away or overloaded. What changes something may have been done though its answer was lost,
 * and a reader who is asked to look first does not do it twice. So PUT and DELETE are sent once, which the client would repeat
 * after lost answers too; it repeats POST only after 429, where the API did not begin.
 */
export function createApi(options: QueryClientOptions): QueryClient {
  const { put, delete: remove } = createQueryClient({ ...options, maxRetries: 0 });
  return { ...createQueryClient(options), put, delete: remove };
}
