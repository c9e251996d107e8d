import { useQuery } from '@tanstack/react-query';
import { useSession } from '../session/session-provider.tsx';
import { askedRange } from './range.ts';
import { useSettings } from './settings-context.tsx';
import { SUGGESTIONS } from './suggestions.ts';

const KINDS = [
  ['key', 'access_key'],
  ['user', 'user'],
  ['model', 'model'],
  ['feature', 'feature'],
] as const;
const SUGGESTED_RANGE = '90d';
const MAX_SUGGESTIONS = 100;
/** So long, a reader who filters again does without what is new. */
const FRESH_MS = 30_000;

/** What used most lately, by name and id: asked when the reader begins to filter. */
export function useSuggestions(isUsed: boolean) {
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  return useQuery({
    queryKey: [...SUGGESTIONS],
    enabled: isUsed,
    staleTime: FRESH_MS,
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
