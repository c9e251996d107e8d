import { useQuery } from '@tanstack/react-query';
import type { Subject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';
import { trendOf } from './questions.ts';

/** The range over time, divided by model. */
export function useTrend({ query, refetchInterval }: Subject) {
  const { api } = useSession();
  return useQuery({ ...trendOf(api, query), refetchInterval });
}
