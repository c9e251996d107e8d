import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../parts/data-table.tsx';
import { Count, Money } from '../../parts/figure.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { SourceName } from '../../parts/source-name.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import type { UsageRecord } from './use-records.ts';

const STATUS_TYPES = { ok: 'success', error: 'error', partial: 'warning' } as const;
const COUNTERS = [
  'input',
  'output',
  'cacheCreation5m',
  'cacheCreation1h',
  'cacheCreationUnattributed',
  'cacheRead',
] as const;

export function RecordStatus({ status }: Pick<UsageRecord, 'status'>) {
  const { t } = useTranslation('records');
  return <StatusIndicator type={STATUS_TYPES[status]}>{t(`statuses.${status}`)}</StatusIndicator>;
}

/** What records show in the table, and in the CSV file. Narrow windows cut off the last columns: what a call cost is before them. */
export function useRecordColumns(onOpen: (record: UsageRecord) => void): readonly Column<UsageRecord>[] {
  const { t } = useTranslation('records');
  const zone = useZone();
  const isNarrow = useIsNarrow();
  const counter = (name: (typeof COUNTERS)[number]): Column<UsageRecord> => ({
    id: name,
    header: t(`tokens.${name}`),
    cell: ({ tokens }) => <Count value={tokens[name]} />,
    csv: ({ tokens }) => tokens[name],
    isFigure: true,
    isShown: false,
  });
  return [
    {
      id: 'occurredAt',
      header: t('timeIn', { zone }),
      minWidth: 170,
      cell: (record) => (
        <>
          <Link
            href="#"
            onFollow={(event) => {
              event.preventDefault();
              onOpen(record);
            }}
          >
            <Instant at={record.occurredAt} withoutZone />
          </Link>
          {isNarrow &&
            [record.userName ?? record.userId ?? [], record.model].flat().map((line) => (
              <Box key={line} variant="small" display="block" color="text-body-secondary">
                {line}
              </Box>
            ))}
        </>
      ),
      csv: ({ occurredAt }) => occurredAt,
    },
    {
      id: 'accessKey',
      header: t('accessKey'),
      cell: ({ accessKeyId, accessKeyName }) => accessKeyName ?? accessKeyId,
      csv: ({ accessKeyId }) => accessKeyId,
      isShownNarrow: false,
    },
    {
      id: 'user',
      header: t('user'),
      cell: ({ userId, userName }) =>
        userId === undefined ? '–' : <span title={userId}>{userName ?? userId}</span>,
      csv: ({ userId }) => userId ?? '',
      isShownNarrow: false,
    },
    {
      id: 'model',
      header: t('model'),
      cell: ({ model }) => model,
      csv: ({ model }) => model,
      isShownNarrow: false,
    },
    {
      id: 'cost',
      header: t('cost'),
      cell: ({ cost }) => <Money usd={cost.usd} unpriced={Math.min(cost.unpriced.length, 1)} requests={1} />,
      csv: ({ cost }) => cost.usd,
      isFigure: true,
    },
    {
      id: 'total',
      header: t('tokens.total'),
      cell: ({ tokens }) => <Count value={tokens.total} />,
      csv: ({ tokens }) => tokens.total,
      isFigure: true,
      isShownNarrow: false,
    },
    {
      id: 'status',
      header: t('status'),
      cell: ({ status }) => <RecordStatus status={status} />,
      csv: ({ status }) => status,
      isShownNarrow: false,
    },
    {
      id: 'feature',
      isShownSnug: false,
      header: t('feature'),
      cell: ({ feature }) => feature ?? '–',
      csv: ({ feature }) => feature ?? '',
      isShownNarrow: false,
    },
    ...COUNTERS.map(counter),
    {
      id: 'source',
      header: t('source'),
      cell: ({ source }) => <SourceName source={source} />,
      csv: ({ source }) => source,
      isShown: false,
    },
    {
      id: 'requestId',
      header: t('requestId'),
      cell: ({ requestId }) => requestId,
      csv: ({ requestId }) => requestId,
      isShown: false,
    },
  ];
}
