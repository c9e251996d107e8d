import Link from '@cloudscape-design/components/link';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import type { Column } from '../../parts/data-table.tsx';
import { EnabledState } from '../../parts/enabled-state.tsx';
import { Instant } from '../../parts/times.tsx';
import type { User } from './user.ts';

/** What the list shows of each user, and in its CSV file. */
export function useUserColumns(onOpen: (user: User) => void): readonly Column<User>[] {
  const { t } = useTranslation('users');
  return [
    {
      id: 'name',
      header: t('name'),
      cell: (user) => (
        <Link
          href={addressOf('/users', { user: user.id })}
          onFollow={(event) => {
            event.preventDefault();
            onOpen(user);
          }}
        >
          {user.name}
        </Link>
      ),
      csv: ({ name }) => name,
      compare: (a, b) => a.name.localeCompare(b.name),
    },
    {
      id: 'id',
      header: t('id'),
      cell: ({ id }) => id,
      csv: ({ id }) => id,
      compare: (a, b) => a.id.localeCompare(b.id),
    },
    {
      id: 'email',
      header: t('email'),
      cell: ({ email }) => email ?? '–',
      csv: ({ email }) => email ?? '',
      compare: (a, b) => (a.email ?? '').localeCompare(b.email ?? ''),
      isShownNarrow: false,
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ disabled }) => <EnabledState disabled={disabled} />,
      csv: ({ disabled }) => (disabled ? 'disabled' : 'enabled'),
      compare: (a, b) => Number(a.disabled) - Number(b.disabled),
      isShownNarrow: false,
    },
    {
      id: 'created',
      header: t('created'),
      cell: ({ createdAt }) => <Instant at={createdAt} />,
      csv: ({ createdAt }) => createdAt,
      compare: (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt),
      isShown: false,
    },
    {
      id: 'usage',
      header: t('usage'),
      cell: ({ id }) => <Link href={addressOf('/overview', { user: id })}>{t('showUsage')}</Link>,
      isShownNarrow: false,
    },
  ];
}
