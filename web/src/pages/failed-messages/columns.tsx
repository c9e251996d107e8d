import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../parts/data-table.tsx';
import { Count } from '../../parts/figure.tsx';
import { NamedId } from '../../parts/named-id.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import { type FailedMessage, knownReason, nameOf } from './failed-message.ts';

/** What failed messages show in the table, and in the CSV file. */
export function useFailedMessageColumns(onOpen: (message: FailedMessage) => void) {
  const { t } = useTranslation('failed-messages');
  const zone = useZone();
  const columns: readonly Column<FailedMessage>[] = [
    {
      id: 'receivedAt',
      header: t('receivedIn', { zone }),
      cell: (message) => (
        <Link
          href="#"
          onFollow={(event) => {
            event.preventDefault();
            onOpen(message);
          }}
        >
          <Instant at={message.receivedAt} withoutZone />
        </Link>
      ),
      csv: ({ receivedAt }) => receivedAt,
      compare: (a, b) => a.receivedAt.localeCompare(b.receivedAt),
    },
    {
      id: 'place',
      header: t('place'),
      cell: ({ place }) => t(`places.${place}`),
      csv: ({ place }) => place,
      compare: (a, b) => a.place.localeCompare(b.place),
      isShownNarrow: false,
    },
    {
      id: 'reason',
      header: t('reason'),
      cell: (message) => <Reason message={message} />,
      csv: ({ reason }) => reason,
      compare: (a, b) => a.reason.localeCompare(b.reason),
    },
    { id: 'what', header: t('what'), cell: nameOf, csv: nameOf, isShownNarrow: false },
    {
      id: 'accessKey',
      isShownSnug: false,
      header: t('accessKey'),
      cell: ({ accessKeyId, accessKeyName }) =>
        accessKeyId === undefined ? '–' : <NamedId id={accessKeyId} name={accessKeyName} isNarrow />,
      csv: ({ accessKeyId }) => accessKeyId ?? '',
      isShownNarrow: false,
    },
    {
      id: 'model',
      header: t('model'),
      cell: ({ model }) => model ?? '–',
      csv: ({ model }) => model ?? '',
      isShown: false,
    },
    {
      id: 'records',
      header: t('records'),
      cell: ({ records }) => (records === undefined ? '–' : <Count value={records} />),
      csv: ({ records }) => records ?? '',
      isFigure: true,
      isShown: false,
    },
    {
      id: 'expiresAt',
      header: t('expiresIn', { zone }),
      cell: ({ expiresAt }) => <Instant at={expiresAt} withoutZone />,
      csv: ({ expiresAt }) => expiresAt,
      compare: (a, b) => a.expiresAt.localeCompare(b.expiresAt),
      isShown: false,
    },
    { id: 'id', header: t('id'), cell: ({ id }) => id, csv: ({ id }) => id, isShown: false },
  ];
  return columns;
}

export function Reason({ message }: { readonly message: FailedMessage }) {
  const { t } = useTranslation('failed-messages');
  const known = knownReason(message);
  return (
    <StatusIndicator type={message.retryable ? 'warning' : 'error'}>
      {known ? t(`reasons.${known}`) : message.reason}
    </StatusIndicator>
  );
}
