import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../parts/address.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import type { USERS_PARAMETERS } from './parameters.ts';
import type { User } from './user.ts';
import { UserDetails } from './user-details.tsx';
import { UserForm } from './user-form.tsx';

type Parameters = Values<typeof USERS_PARAMETERS>;

export interface UserDialogsProps {
  readonly parameters: Parameters;
  readonly change: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
}

/** The dialog that the address names. One that is about a user leads back to the details. */
export function UserDialogs({ parameters, change }: UserDialogsProps) {
  const { t } = useTranslation('users');
  const { api } = useSession();
  const queries = useQueryClient();
  const { user: id = '', do: asked } = parameters;
  const query = useQuery({
    queryKey: ['user', id],
    enabled: id !== '',
    // By the query: a path cannot carry every id.
    queryFn: async ({ signal }) => (await api.get('/v1/users', { query: { id }, signal })).users[0] ?? null,
  });
  const changed = () =>
    Promise.all(
      [['whole-list', 'users'], ['user'], ['id-suggestions', 'user']].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
  const update = async ({ id: whose, name, email, disabled }: Omit<User, 'createdAt'>) => {
    const body = { name, disabled, ...(email !== undefined && { email }) };
    await api.put('/v1/users', { query: { id: whose }, body });
    await changed();
  };
  const back = () => change({ do: undefined });

  if (asked === 'import') {
    return (
      <ImportDialog
        onClose={back}
        onImport={async (csv) => {
          const answer = await api.post('/v1/users/import', { body: csv });
          await changed();
          return answer;
        }}
      />
    );
  }
  if (asked === 'create') {
    return (
      <UserForm
        title={t('create.title')}
        action={t('create.action')}
        onClose={back}
        onSubmit={async (body) => {
          await api.post('/v1/users', { body });
          await changed();
          notify({ type: 'success', content: t('create.done', { name: body.name }) });
          back();
        }}
      />
    );
  }
  if (id === '') return null;
  const user = query.data;
  if (!user || asked === undefined) {
    return (
      <UserDetails
        id={id}
        query={query}
        onDo={(next) => change({ do: next })}
        onClose={() => change({ user: undefined, do: undefined })}
      />
    );
  }
  const { name, disabled } = user;
  switch (asked) {
    case 'change':
      return (
        <UserForm
          title={t('change.title', { name })}
          action={t('change.action')}
          initial={user}
          onClose={back}
          onSubmit={async (settings) => {
            await update({ ...settings, disabled });
            notify({ type: 'success', content: t('change.done', { name: settings.name }) });
            back();
          }}
        />
      );
    case 'erase':
      return <EraseDialog user={user} onClose={back} />;
    case 'disable':
    case 'enable':
      return (
        <ConfirmDialog
          key={asked}
          title={t(`${asked}.title`, { name })}
          action={t(`${asked}.action`)}
          onClose={back}
          onConfirm={async () => {
            await update({ ...user, disabled: asked === 'disable' });
            notify({ type: 'success', content: t(`${asked}.done`, { name }) });
          }}
        >
          {t(`${asked}.explain`)}
        </ConfirmDialog>
      );
  }
}
