import { useQuery } from '@tanstack/react-query';
import type { Item } from '@token-ledger/client/query';
import { useState } from 'react';
import { useSession } from '../../session/session-provider.tsx';
import type { Capture } from './ways.ts';

export type UsageRecord = Item<'/v1/records'>;

/**
 * The newest record that came by a way of capture, null until there is one. Where none came, the ledger reads all records of the
 * range to find that out, so earlier days are asked once and one page deep, and what comes now is asked often.
 */
export function useNewestRecord({ sources, days, isOfThePast }: Capture) {
  const { api } = useSession();
  const [openedMs] = useState(() => Date.now());
  const newestSince = (sinceMs: number) => async (signal: AbortSignal) => {
    const from = new Date(sinceMs).toISOString();
    const query = { from, source: [...sources], order: 'newest' as const, limit: 1 };
    const { records } = await api.get('/v1/records', { query, signal });
    return records[0] ?? null;
  };
  const earlier = useQuery({
    queryKey: ['newest-record', sources, days],
    queryFn: ({ signal }) => newestSince(openedMs - days * DAY_MS)(signal),
    staleTime: Number.POSITIVE_INFINITY,
    // Imported calls are old when they arrive.
    refetchInterval: ({ state }) => (isOfThePast && state.data === null ? PAST_INTERVAL_MS : false),
  });
  const now = useQuery({
    queryKey: ['newest-record', sources, openedMs],
    queryFn: ({ signal }) => newestSince(openedMs - MARGIN_MS)(signal),
    refetchInterval: INTERVAL_MS,
  });
  return { query: now, record: now.data ?? earlier.data ?? null };
}

const DAY_MS = 86_400_000;
/** Calls that were made while the reader copied. */
const MARGIN_MS = 600_000;
const INTERVAL_MS = 5000;
const PAST_INTERVAL_MS = 30_000;
