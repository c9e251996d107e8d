import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { useSubject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';
import type { OVERVIEW_PARAMETERS } from './parameters.ts';
import { overviewOf } from './questions.ts';

export type Overview = components['schemas']['Overview'];

export function useOverview(parameters: Values<typeof OVERVIEW_PARAMETERS>) {
  const { api } = useSession();
  const queries = useQueryClient();
  const subject = useSubject(parameters);
  const { query, refetchInterval } = subject;
  const overview = useQuery({ ...overviewOf(api, query), refetchInterval });
  return { overview, subject, refresh: () => void queries.invalidateQueries() };
}
