import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopiedId } from '../../parts/copied-id.tsx';
import { EnabledState } from '../../parts/enabled-state.tsx';
import { NamedId } from '../../parts/named-id.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { RecentUsage } from '../../parts/recent-usage.tsx';
import { Instant } from '../../parts/times.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { type AccessKey, SCOPE_TEXTS } from './access-key.ts';
import { KeyLinks } from './key-links.tsx';

export interface KeyDetailsProps {
  readonly query: UseQueryResult<AccessKey>;
  readonly onDo: (what: 'change' | 'rotate' | 'disable' | 'enable') => void;
  readonly onClose: () => void;
}

/** One key: whose it is, what it may do, what it used, and what can be done with it. */
export function KeyDetails({ query, onDo, onClose }: KeyDetailsProps) {
  const { t } = useTranslation('access-keys');
  const may = useMay();
  const key = query.data;
  return (
    <Modal
      visible
      size="large"
      header={key?.name ?? t('one')}
      onDismiss={onClose}
      footer={
        key && (
          <SpaceBetween size="s">
            {may('rotateAccessKey') && !key.disabled && (
              <Box color="text-body-secondary">{t('whichForALeak')}</Box>
            )}
            <Box float="right">
              <SpaceBetween direction="horizontal" size="xs">
                {may('updateAccessKey') && (
                  <Button onClick={() => onDo(key.disabled ? 'enable' : 'disable')}>
                    {t(key.disabled ? 'enable.action' : 'disable.action')}
                  </Button>
                )}
                {may('updateAccessKey') && (
                  <Button onClick={() => onDo('change')}>{t('change.action')}</Button>
                )}
                {may('rotateAccessKey') && (
                  <Button variant="primary" onClick={() => onDo('rotate')}>
                    {t('rotate.action')}
                  </Button>
                )}
              </SpaceBetween>
            </Box>
          </SpaceBetween>
        )
      }
    >
      <QueryState query={query} lines={8}>
        {(found) => (
          <SpaceBetween size="l">
            <Facts facts={found} />
            <RecentUsage filter={{ key: found.id }} />
            <KeyLinks id={found.id} />
            <Permissions scopes={found.scopes} />
          </SpaceBetween>
        )}
      </QueryState>
    </Modal>
  );
}

function Facts({ facts }: { readonly facts: AccessKey }) {
  const { t } = useTranslation('access-keys');
  const { id, ownerUserId, ownerName, disabled, disabledAt, createdAt, rotatedAt, lastUsedHour } = facts;
  return (
    <KeyValuePairs
      columns={2}
      items={[
        { label: t('id'), value: <CopiedId id={id} what={t('id')} /> },
        {
          label: t('state'),
          value: <EnabledState disabled={disabled} disabledAt={disabledAt} />,
        },
        {
          label: t('owner'),
          value: ownerUserId === undefined ? t('noOwner') : <NamedId id={ownerUserId} name={ownerName} />,
        },
        {
          label: t('lastUsed'),
          value:
            lastUsedHour === undefined ? (
              <>
                {t('neverUsed')}
                <Box variant="small" display="block">
                  {t('neverUsedHint')}
                </Box>
              </>
            ) : (
              <Instant at={lastUsedHour} />
            ),
        },
        { label: t('created'), value: <Instant at={createdAt} /> },
        {
          label: t('rotated'),
          value: rotatedAt === undefined ? t('neverRotated') : <Instant at={rotatedAt} />,
        },
      ]}
    />
  );
}

/** What the key may do, in words. */
function Permissions({ scopes }: Pick<AccessKey, 'scopes'>) {
  const { t } = useTranslation('access-keys');
  return (
    <KeyValuePairs
      items={scopes.map((scope) => ({ label: scope, value: t(`scope.${SCOPE_TEXTS[scope]}`) }))}
      columns={2}
    />
  );
}
