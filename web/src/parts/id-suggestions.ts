import type { QueryClient } from '@token-ledger/client/query';

export type Dimension = 'access_key' | 'user' | 'model' | 'feature';

interface Suggestion {
  readonly id: string;
  readonly name?: string;
}

const SUGGESTED_DAYS = 90;
const MAX_CONSUMERS = 100;
const MAX_ENTRIES = 1000;

const consumers =
  (dimension: 'model' | 'feature') =>
  async (api: QueryClient, signal: AbortSignal): Promise<readonly Suggestion[]> => {
    const from = new Date(Date.now() - SUGGESTED_DAYS * 86_400_000).toISOString();
    const query = { dimension, from, limit: MAX_CONSUMERS };
    return (await api.get('/v1/top-consumers', { query, signal })).consumers;
  };

/** What has usage or is registered, by dimension. */
export const ID_SUGGESTIONS: Readonly<
  Record<Dimension, (api: QueryClient, signal: AbortSignal) => Promise<readonly Suggestion[]>>
> = {
  access_key: async (api, signal) =>
    (await api.get('/v1/access-keys', { query: { limit: MAX_ENTRIES }, signal })).accessKeys,
  user: async (api, signal) => (await api.get('/v1/users', { query: { limit: MAX_ENTRIES }, signal })).users,
  model: consumers('model'),
  feature: consumers('feature'),
};
