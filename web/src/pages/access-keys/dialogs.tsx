import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../parts/address.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { type AccessKey, type IssuedAccessKey, settingsOf } from './access-key.ts';
import { KeyDetails } from './key-details.tsx';
import { KeyForm } from './key-form.tsx';
import type { ACCESS_KEYS_PARAMETERS } from './parameters.ts';
import { RotateDialog } from './rotate-dialog.tsx';

type Parameters = Values<typeof ACCESS_KEYS_PARAMETERS>;

export interface AccessKeyDialogsProps {
  readonly parameters: Parameters;
  readonly change: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
  readonly onIssued: (issued: IssuedAccessKey) => void;
}

/** The dialog that the address names. One that is about a key leads back to its details. */
export function AccessKeyDialogs({ parameters, change, onIssued }: AccessKeyDialogsProps) {
  const { t } = useTranslation('access-keys');
  const { api } = useSession();
  const queries = useQueryClient();
  const { key: id = '', do: asked } = parameters;
  const query = useQuery({
    queryKey: ['access-key', id],
    enabled: id !== '',
    queryFn: ({ signal }) => api.get('/v1/access-keys/{id}', { path: { id }, signal }),
  });
  const changed = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['whole-list', 'access-keys'] }),
      queries.invalidateQueries({ queryKey: ['access-key'] }),
      queries.invalidateQueries({ queryKey: ['id-suggestions', 'access_key'] }),
    ]);
  const update = async (key: AccessKey, settings: Partial<ReturnType<typeof settingsOf>>) => {
    const { name, scopes, ownerUserId, disabled } = { ...settingsOf(key), ...settings };
    await api.put('/v1/access-keys/{id}', {
      path: { id: key.id },
      body: { name, disabled, scopes: [...scopes], ...(ownerUserId !== undefined && { ownerUserId }) },
    });
    await changed();
  };
  const back = () => change({ do: undefined });

  if (asked === 'create') {
    return (
      <KeyForm
        title={t('create.title')}
        action={t('create.action')}
        initial={{ name: '', scopes: ['ingest'] }}
        onClose={back}
        onSubmit={async (settings) => {
          const body = { ...settings, scopes: [...settings.scopes] };
          onIssued(await api.post('/v1/access-keys', { body }));
          await changed();
        }}
      />
    );
  }
  if (id === '') return null;
  const key = query.data;
  if (!key || asked === undefined) {
    return (
      <KeyDetails
        query={query}
        onDo={(next) => change({ do: next })}
        onClose={() => change({ key: undefined, do: undefined })}
      />
    );
  }
  const { name } = key;
  switch (asked) {
    case 'change':
      return (
        <KeyForm
          title={t('change.title', { name })}
          action={t('change.action')}
          initial={key}
          onClose={back}
          onSubmit={async ({ ownerUserId, ...settings }) => {
            const { ownerUserId: _replaced, ...kept } = key;
            await update(kept, { ...settings, ...(ownerUserId !== undefined && { ownerUserId }) });
            notify({ type: 'success', content: t('change.done', { name: settings.name }) });
            back();
          }}
        />
      );
    case 'rotate':
      return (
        <RotateDialog
          name={name}
          onClose={back}
          onSubmit={async (overlapSeconds) => {
            const path = { id: key.id };
            onIssued(await api.post('/v1/access-keys/{id}/rotate', { path, body: { overlapSeconds } }));
            await changed();
          }}
        />
      );
    case 'disable':
    case 'enable':
      return (
        <ConfirmDialog
          key={asked}
          title={t(`${asked}.title`, { name })}
          action={t(`${asked}.action`)}
          onClose={back}
          onConfirm={async () => {
            await update(key, { disabled: asked === 'disable' });
            notify({ type: 'success', content: t(`${asked}.done`, { name }) });
          }}
        >
          {t(`${asked}.explain`)}
        </ConfirmDialog>
      );
  }
}
