import { useQuery } from '@tanstack/react-query';
import type { Item } from '@token-ledger/client/query';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { useSession } from '../../session/session-provider.tsx';
import type { Source } from './ways.ts';

export type UsageRecord = Item<'/v1/records'>;

/** The newest record that came by some sources, null until there is one: then the page asks often. */
export function useNewestRecord(sources: readonly Source[], days: number) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['newest-record', sources, days],
    queryFn: async ({ signal }): Promise<UsageRecord | null> => {
      const from = new Date(Date.now() - days * DAY_MS).toISOString();
      const query = { from, source: [...sources], order: 'newest' as const, limit: 1 };
      let pages = 0;
      for await (const { records } of api.pages('/v1/records', { query, signal })) {
        const [newest] = records;
        if (newest) return newest;
        // A page may be empty before the last one.
        pages += 1;
        if (pages === MAX_PAGES) break;
      }
      return null;
    },
    refetchInterval: ({ state }) => (state.data === null ? WAITING_INTERVAL_MS : REFRESH_INTERVAL_MS),
  });
}

const DAY_MS = 86_400_000;
const WAITING_INTERVAL_MS = 4000;
const MAX_PAGES = 10;
