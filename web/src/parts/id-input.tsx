import Autosuggest from '@cloudscape-design/components/autosuggest';
import { useQuery } from '@tanstack/react-query';
import type { QueryClient } from '@token-ledger/client/query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session-provider.tsx';

export type Dimension = 'access_key' | 'user' | 'model' | 'feature';

export interface IdInputProps {
  readonly dimension: Dimension;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Enters an id, with suggestions by name. Any id is allowed: usage needs no registration. */
export function IdInput({ dimension, value, onChange }: IdInputProps) {
  const { t } = useTranslation('parts');
  const { api } = useSession();
  const [isUsed, setIsUsed] = useState(false);
  const suggestions = useQuery({
    queryKey: ['id-suggestions', dimension],
    enabled: isUsed,
    queryFn: ({ signal }) => LOADERS[dimension](api, signal),
  });
  return (
    <Autosuggest
      value={value}
      onFocus={() => setIsUsed(true)}
      onChange={({ detail }) => onChange(detail.value)}
      options={(suggestions.data ?? []).map(({ id, name }) => ({
        value: id,
        ...(name !== undefined && { label: id, description: name }),
      }))}
      statusType={suggestions.isFetching ? 'loading' : 'finished'}
      loadingText={t('table.loading')}
      empty={t('filter.noSuggestions')}
      enteredTextLabel={(entered) => `${t('form.useId')}${entered}`}
      ariaLabel={t('form.suggestions')}
    />
  );
}

interface Suggestion {
  readonly id: string;
  readonly name?: string;
}

const SUGGESTED_DAYS = 90;
const MAX_CONSUMERS = 100;
const MAX_ENTRIES = 1000;

const consumers =
  (dimension: 'model' | 'feature') =>
  async (api: QueryClient, signal: AbortSignal): Promise<readonly Suggestion[]> => {
    const from = new Date(Date.now() - SUGGESTED_DAYS * 86_400_000).toISOString();
    const query = { dimension, from, limit: MAX_CONSUMERS };
    return (await api.get('/v1/top-consumers', { query, signal })).consumers;
  };

const LOADERS: Readonly<
  Record<Dimension, (api: QueryClient, signal: AbortSignal) => Promise<readonly Suggestion[]>>
> = {
  access_key: async (api, signal) =>
    (await api.get('/v1/access-keys', { query: { limit: MAX_ENTRIES }, signal })).accessKeys,
  user: async (api, signal) => (await api.get('/v1/users', { query: { limit: MAX_ENTRIES }, signal })).users,
  model: consumers('model'),
  feature: consumers('feature'),
};
