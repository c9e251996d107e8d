import { useQuery } from '@tanstack/react-query';
import type { Subject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';

const SHOWN = 5;

/** Who costs most. */
export function useTop(dimension: 'access_key' | 'user', subject: Subject, enabled: boolean) {
  const { api } = useSession();
  const { models, features, ...range } = subject.query;
  const query = {
    from: range.from,
    ...(range.to !== undefined && { to: range.to }),
    ...(models && { models }),
    ...(features && { features }),
    dimension,
    sort: 'cost' as const,
    limit: SHOWN,
  };
  return useQuery({
    queryKey: ['top-consumers', query],
    enabled,
    queryFn: ({ signal }) => api.get('/v1/top-consumers', { query, signal }),
    refetchInterval: subject.refetchInterval,
  });
}
