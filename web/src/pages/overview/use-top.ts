import { useQuery } from '@tanstack/react-query';
import type { Subject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';
import { topOf } from './questions.ts';

/** Who costs most. */
export function useTop(
  dimension: 'access_key' | 'user',
  { query, refetchInterval }: Subject,
  enabled: boolean,
) {
  const { api } = useSession();
  return useQuery({ ...topOf(api, dimension, query), enabled, refetchInterval });
}
