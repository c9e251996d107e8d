import { useQuery } from '@tanstack/react-query';
import { useSession } from '../session/session-provider.tsx';
import { askedRange } from './range.ts';
import { useSettings } from './settings-context.tsx';

const KINDS = [
  ['key', 'access_key'],
  ['user', 'user'],
  ['model', 'model'],
  ['feature', 'feature'],
] as const;
const SUGGESTED_RANGE = '90d';
const MAX_SUGGESTIONS = 100;

/** What used most lately, by name and id: asked once the reader begins to filter. */
export function useSuggestions(isUsed: boolean) {
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  return useQuery({
    queryKey: ['filter-suggestions'],
    enabled: isUsed,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { from } = askedRange({ last: SUGGESTED_RANGE }, Date.now(), reportingTimeZone);
      const answers = await Promise.all(
        KINDS.map(async ([propertyKey, dimension]) => {
          const query = { dimension, from, limit: MAX_SUGGESTIONS };
          const { consumers } = await api.get('/v1/top-consumers', { query, signal });
          return consumers.map(({ id, name }) => ({
            propertyKey,
            value: id,
            ...(name !== undefined && { label: `${name} (${id})` }),
          }));
        }),
      );
      return answers.flat();
    },
  });
}
