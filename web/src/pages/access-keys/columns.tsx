import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import type { Column } from '../../parts/data-table.tsx';
import { EnabledState } from '../../parts/enabled-state.tsx';
import { NamedId } from '../../parts/named-id.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { Instant, useTimes, useZone } from '../../parts/times.tsx';
import type { AccessKey } from './access-key.ts';
import { ScopeBadges } from './scopes.tsx';

/** The ledger notes the requests of a key, not what comes by a queue under its name. */
function NeverUsed() {
  const { t } = useTranslation('access-keys');
  return <span title={t('neverUsedHint')}>{t('neverUsed')}</span>;
}

/** What the list shows of each key, and in its CSV file. */
export function useAccessKeyColumns(onOpen: (key: AccessKey) => void): readonly Column<AccessKey>[] {
  const { t } = useTranslation('access-keys');
  const isNarrow = useIsNarrow();
  const times = useTimes();
  const zone = useZone();
  return [
    {
      id: 'name',
      header: t('name'),
      cell: (key) => (
        <>
          <Link
            href={addressOf('/access-keys', { key: key.id })}
            onFollow={(event) => {
              event.preventDefault();
              onOpen(key);
            }}
          >
            {key.name}
          </Link>
          {isNarrow && (
            <Box variant="small" display="block">
              <EnabledState disabled={key.disabled} />
            </Box>
          )}
        </>
      ),
      csv: ({ name }) => name,
      compare: (a, b) => a.name.localeCompare(b.name),
    },
    { id: 'id', header: t('id'), cell: ({ id }) => id, csv: ({ id }) => id, isShown: false },
    {
      id: 'owner',
      header: t('owner'),
      cell: ({ ownerUserId, ownerName }) =>
        ownerUserId === undefined ? '–' : <NamedId id={ownerUserId} name={ownerName} />,
      csv: ({ ownerUserId }) => ownerUserId ?? '',
      compare: (a, b) => (a.ownerName ?? '').localeCompare(b.ownerName ?? ''),
      isShownNarrow: false,
    },
    {
      id: 'scopes',
      header: t('scopes'),
      cell: ({ scopes }) => <ScopeBadges scopes={scopes} />,
      csv: ({ scopes }) => scopes.join(' '),
      isShownNarrow: false,
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ disabled }) => <EnabledState disabled={disabled} />,
      csv: ({ disabled }) => (disabled ? 'disabled' : 'enabled'),
      compare: (a, b) => Number(a.disabled) - Number(b.disabled),
      // Below the name instead.
      isShownNarrow: false,
    },
    {
      id: 'lastUsed',
      header: t('lastUsedIn', { zone }),
      cell: ({ lastUsedHour }) =>
        lastUsedHour === undefined ? (
          <NeverUsed />
        ) : (
          <time dateTime={lastUsedHour}>{times.minuteWithoutZone(lastUsedHour)}</time>
        ),
      csv: ({ lastUsedHour }) => lastUsedHour ?? '',
      compare: (a, b) => compareTexts(a.lastUsedHour, b.lastUsedHour),
    },
    {
      id: 'created',
      header: t('created'),
      cell: ({ createdAt }) => <Instant at={createdAt} />,
      csv: ({ createdAt }) => createdAt,
      compare: (a, b) => compareTexts(a.createdAt, b.createdAt),
      isShown: false,
    },
    {
      id: 'usage',
      header: t('usage'),
      cell: ({ id }) => <Link href={addressOf('/overview', { key: id })}>{t('showUsage')}</Link>,
      isShownNarrow: false,
    },
  ];
}

function compareTexts(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
