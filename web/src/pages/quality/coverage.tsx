import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count } from '../../parts/figure.tsx';
import { shareOf, showShare } from '../../parts/figures.ts';
import { useRoom } from '../../parts/narrow.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import type { AskedRange } from '../../parts/range.ts';
import { SourceName } from '../../parts/source-name.tsx';
import { useTimes, useZone } from '../../parts/times.tsx';
import { useMay } from '../../session/session-provider.tsx';
import type { Quality } from './add-quality.ts';
import { LACKS, type Source, stepsFor } from './coverage-steps.ts';

/** How calls were captured, and what each way of capture leaves out. */
export function Coverage({
  quality,
  range,
}: {
  readonly quality: UseQueryResult<Quality>;
  readonly range: AskedRange;
}) {
  const { t } = useTranslation('quality');
  const { language } = usePreferences();
  const may = useMay();
  const zone = useZone();
  const isWide = useRoom() === 'wide';
  const times = useTimes();
  const coverage = quality.data?.coverage;
  const recordsOf = (source: Source, more: object = {}) =>
    addressOf('/records', { ...range, source: source.source, ...more });
  const lack = (name: (typeof LACKS)[number]): Column<Source> => ({
    id: name,
    header: t(`coverage.${name}`),
    cell: (source) => {
      const { [name]: count, records } = source;
      const share = shareOf(count, records);
      return (
        <>
          {name === 'partialRecords' && count > 0 && may('getRecords') ? (
            <Link href={recordsOf(source, { status: 'partial' })}>
              <Count value={count} />
            </Link>
          ) : (
            <Count value={count} />
          )}
          {count > 0 && share !== undefined && (
            <Box variant="small" display="block" color="text-body-secondary">
              {showShare(share, language)}
            </Box>
          )}
        </>
      );
    },
    csv: ({ [name]: count }) => count,
    isFigure: true,
  });
  const columns: readonly Column<Source>[] = [
    {
      id: 'source',
      header: t('coverage.source'),
      cell: ({ source }) => <SourceName source={source} />,
      csv: ({ source }) => source,
    },
    {
      id: 'heard',
      header: t('coverage.heardIn', { zone }),
      minWidth: isWide ? 200 : 165,
      cell: ({ silent, lastHeardAt }) => (
        <StatusIndicator type={silent ? 'warning' : 'success'}>
          {lastHeardAt === undefined ? (
            t('coverage.unknown')
          ) : (
            // Exact to five minutes.
            <time dateTime={lastHeardAt}>{times.minuteWithoutZone(lastHeardAt)}</time>
          )}
          {silent && ` · ${t('coverage.silent')}`}
        </StatusIndicator>
      ),
      csv: ({ lastHeardAt }) => lastHeardAt ?? '',
    },
    {
      id: 'records',
      header: t('coverage.records'),
      cell: (source) =>
        may('getRecords') ? (
          <Link href={recordsOf(source)}>
            <Count value={source.records} />
          </Link>
        ) : (
          <Count value={source.records} />
        ),
      csv: ({ records }) => records,
      isFigure: true,
    },
    ...LACKS.map(lack),
    {
      id: 'todo',
      header: t('finding.todo'),
      minWidth: isWide ? 280 : 170,
      cell: (source) => {
        const steps = stepsFor(source);
        return steps.length === 0
          ? '–'
          : steps.map((step) => <div key={step}>{t(`coverage.todos.${step}`)}</div>);
      },
    },
  ];
  return (
    <DataTable
      title={t('coverage.title')}
      description={
        coverage && t(coverage.complete ? 'coverage.hint' : 'coverage.partly', { count: coverage.hoursRead })
      }
      columns={columns}
      items={coverage?.sources ?? []}
      rowId={({ source }) => source}
      isLoading={quality.isPending}
      error={quality.error}
      onRetry={() => void quality.refetch()}
      empty={<EmptyState title={t('coverage.empty')}>{t('coverage.emptyHint')}</EmptyState>}
      wrapLines
      fileName="coverage"
    />
  );
}
