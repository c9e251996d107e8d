import Autosuggest from '@cloudscape-design/components/autosuggest';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session-provider.tsx';
import { type Dimension, ID_SUGGESTIONS } from './id-suggestions.ts';
import { shownEntry, withoutSecrets, withoutWholeSecrets } from './without-secrets.ts';

export interface IdInputProps {
  readonly dimension: Dimension;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Enters an id, with suggestions by name. Any id is allowed: usage needs no registration. */
export function IdInput({ dimension, value, onChange }: IdInputProps) {
  const { t } = useTranslation('parts');
  const { api } = useSession();
  const [typed, setTyped] = useState(value);
  const [isUsed, setIsUsed] = useState(false);
  const suggestions = useQuery({
    queryKey: ['id-suggestions', dimension],
    enabled: isUsed,
    queryFn: ({ signal }) => ID_SUGGESTIONS[dimension](api, signal),
  });
  return (
    <Autosuggest
      value={shownEntry(typed, value)}
      onFocus={() => setIsUsed(true)}
      onChange={({ detail }) => {
        setTyped(withoutWholeSecrets(detail.value));
        onChange(withoutSecrets(detail.value));
      }}
      options={(suggestions.data ?? []).map(({ id, name }) => ({
        value: id,
        ...(name !== undefined && { label: id, description: name }),
      }))}
      statusType={suggestions.isFetching ? 'loading' : 'finished'}
      loadingText={t('table.loading')}
      empty={t('form.noSuggestions')}
      enteredTextLabel={(entered) => `${t('form.useId')}${entered}`}
      ariaLabel={t('form.suggestions')}
    />
  );
}
