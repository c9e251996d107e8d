import { useQuery } from '@tanstack/react-query';
import type { Subject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';

/** Models with a color of their own: those that cost most, whichever measure is shown. The others are one series. */
const BY_MODEL = { splitBy: 'model', sort: 'cost', limit: 5 } as const;

/** The range over time, divided by model. */
export function useTrend(subject: Subject) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['trend-by-model', subject.query],
    queryFn: ({ signal }) => api.get('/v1/trends', { query: { ...subject.query, ...BY_MODEL }, signal }),
    refetchInterval: subject.refetchInterval,
  });
}
