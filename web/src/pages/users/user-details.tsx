import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { CopiedId } from '../../parts/copied-id.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { EnabledState } from '../../parts/enabled-state.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { RecentUsage } from '../../parts/recent-usage.tsx';
import { Instant } from '../../parts/times.tsx';
import { useMay } from '../../session/session-provider.tsx';
import type { User } from './user.ts';

export interface UserDetailsProps {
  readonly id: string;
  /** Null if nobody of this id is registered. */
  readonly query: UseQueryResult<User | null>;
  readonly onDo: (what: 'change' | 'disable' | 'enable' | 'erase') => void;
  readonly onClose: () => void;
}

/** One user: who it is, what was used, and what can be done. */
export function UserDetails({ id, query, onDo, onClose }: UserDetailsProps) {
  const { t } = useTranslation('users');
  const may = useMay();
  const user = query.data;
  return (
    <Modal
      visible
      size="large"
      header={user?.name ?? id}
      onDismiss={onClose}
      footer={
        user &&
        may('updateUser') && (
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={() => onDo('erase')}>{t('erase.action')}</Button>
              <Button onClick={() => onDo(user.disabled ? 'enable' : 'disable')}>
                {t(user.disabled ? 'enable.action' : 'disable.action')}
              </Button>
              <Button variant="primary" onClick={() => onDo('change')}>
                {t('change.action')}
              </Button>
            </SpaceBetween>
          </Box>
        )
      }
    >
      <SpaceBetween size="l">
        <QueryState query={query} lines={5}>
          {(found) =>
            found ? (
              <Facts user={found} />
            ) : (
              <EmptyState title={t('notRegistered')}>{t('notRegisteredHint')}</EmptyState>
            )
          }
        </QueryState>
        <RecentUsage filter={{ user: id }} />
      </SpaceBetween>
    </Modal>
  );
}

function Facts({ user: { id, email, disabled, disabledAt, createdAt } }: { readonly user: User }) {
  const { t } = useTranslation('users');
  const may = useMay();
  return (
    <KeyValuePairs
      columns={2}
      items={[
        { label: t('id'), value: <CopiedId id={id} what={t('id')} /> },
        {
          label: t('state'),
          value: <EnabledState disabled={disabled} disabledAt={disabledAt} />,
        },
        { label: t('email'), value: email ?? '–' },
        { label: t('created'), value: <Instant at={createdAt} /> },
        ...(may('listAccessKeys')
          ? [
              {
                label: t('keys'),
                value: <Link href={addressOf('/access-keys', { search: id })}>{t('showKeys')}</Link>,
              },
            ]
          : []),
      ]}
    />
  );
}
