import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import { CallerName } from '../../parts/caller-name.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Count, Money } from '../../parts/figure.tsx';
import { DownloadFile } from '../../parts/files/download-file.tsx';
import { ExportProgress } from '../../parts/files/export-progress.tsx';
import { RangeText } from '../../parts/range-text.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import type { ReportRun } from './report.ts';

/** What the list shows of each run. */
export function useRunColumns(): readonly Column<ReportRun>[] {
  const { t } = useTranslation('reports');
  const files = useTranslation('files').t;
  const zone = useZone();
  return [
    {
      id: 'startedAt',
      header: t('startedIn', { zone }),
      cell: ({ startedAt }) => <Instant at={startedAt} withoutZone />,
      csv: ({ startedAt }) => startedAt,
    },
    {
      id: 'status',
      header: t('status'),
      cell: ({ status, failure }) => (
        <span title={failure && files(`failures.${failure.code}`)}>
          <ExportProgress status={status} />
        </span>
      ),
      csv: ({ status, failure }) => failure?.code ?? status,
    },
    {
      id: 'range',
      header: t('range'),
      cell: ({ range }) => <RangeText range={range} />,
      csv: ({ range: { from, to } }) => `${from}/${to}`,
    },
    {
      id: 'startedBy',
      header: t('startedBy'),
      cell: ({ startedBy }) =>
        startedBy.kind === 'schedule' ? (
          t('bySchedule')
        ) : (
          <CallerName id={startedBy.id} name={startedBy.name} />
        ),
      csv: ({ startedBy }) => (startedBy.kind === 'schedule' ? 'schedule' : startedBy.id),
    },
    {
      id: 'rows',
      header: files('rows'),
      cell: ({ files: made }) => (made ? <Count value={rowsOf(made)} /> : '–'),
      csv: ({ files: made = [] }) => rowsOf(made),
      isFigure: true,
    },
    {
      id: 'cost',
      header: files('cost'),
      // Files of one run are about the same usage, so their costs do not add up.
      cell: ({ files: [file] = [] }) =>
        file ? <Money usd={file.costUsd} unpriced={file.unpricedRequests} /> : '–',
      csv: ({ files: made }) => made?.[0]?.costUsd ?? '',
      isFigure: true,
    },
    {
      id: 'deliveries',
      header: t('delivery'),
      cell: ({ deliveries }) =>
        deliveries.length === 0
          ? '–'
          : deliveries.map((delivery) => <Delivery key={delivery.channel} delivery={delivery} />),
      csv: ({ deliveries }) =>
        deliveries.map(({ channel, deliveredAt }) => `${channel}:${deliveredAt ?? ''}`).join(' '),
    },
    {
      id: 'download',
      header: files('files'),
      cell: ({ exportId, status, files: made = [] }) =>
        status === 'finished'
          ? made.map(({ what, name }) => (
              <DownloadFile key={what} exportId={exportId} what={what} name={name} />
            ))
          : '–',
    },
  ];
}

function rowsOf(files: NonNullable<ReportRun['files']>): number {
  return files.reduce((sum, { rows }) => sum + rows, 0);
}

/** Whether a channel has confirmed the delivery, is being tried, or has failed. */
function Delivery({ delivery }: { readonly delivery: ReportRun['deliveries'][number] }) {
  const { t } = useTranslation('reports');
  const { channel, deliveredAt, failedAt, problem } = delivery;
  const type = deliveredAt !== undefined ? 'success' : failedAt === undefined ? 'pending' : 'error';
  return (
    <div title={problem}>
      <StatusIndicator type={type}>{t(`channels.${channel}`)}</StatusIndicator>
    </div>
  );
}
