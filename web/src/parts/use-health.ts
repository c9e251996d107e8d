import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../session/session-provider.tsx';
import { REFRESH_INTERVAL_MS } from './as-of.tsx';
import { type Health, healthOf } from './health-state.ts';

const KEY = ['health'];
/** The API repeats an answer for 15 seconds. */
const AGAIN_MS = 16_000;

/** The health of the deployment, the same on every page. */
export function useHealth(enabled = true): UseQueryResult<Health> {
  const { api } = useSession();
  const queries = useQueryClient();
  return useQuery({
    queryKey: KEY,
    enabled,
    queryFn: async ({ signal }) => {
      const answer = await api.get('/v1/health', { signal });
      return healthOf(answer, queries.getQueryData<Health>(KEY));
    },
    refetchInterval: ({ state: { data } }) => (data?.state === 'unanswered' ? AGAIN_MS : REFRESH_INTERVAL_MS),
  });
}
