import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count } from '../../parts/figure.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { RecordsLink } from '../../parts/records-link.tsx';
import { Instant } from '../../parts/times.tsx';
import { useMay } from '../../session/session-provider.tsx';

type Aggregations = components['schemas']['Aggregations'];
type Bucket = Aggregations['pending']['buckets'][number];

const PERIODS = ['hour', 'day', 'month'] as const;
/** As many as the API lists. */
const MAX_BUCKETS = 1000;

/** When statistics were last rolled up, and what waits. */
export function AggregationState({ state }: { readonly state: UseQueryResult<Aggregations> }) {
  const { t } = useTranslation('aggregation');
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{t('state')}</Header>}>
        <QueryState query={state}>
          {({ lastCompletedAt, pending, latestRebuild }) => (
            <KeyValuePairs
              columns={3}
              items={[
                {
                  label: t('lastCompleted'),
                  value: lastCompletedAt === null ? t('never') : <Instant at={lastCompletedAt} />,
                },
                {
                  label: t('oldest'),
                  value: <Oldest {...pending} />,
                },
                {
                  label: t('latestRebuild'),
                  value: latestRebuild ? <LatestRebuild {...latestRebuild} /> : t('never'),
                },
                ...PERIODS.map((period) => ({
                  label: t(`waiting.${period}`),
                  value: <Count value={pending.counts[period]} />,
                })),
              ]}
            />
          )}
        </QueryState>
      </Container>
      <Waiting state={state} />
    </SpaceBetween>
  );
}

/** When it was requested, which leads to its progress. */
function LatestRebuild({ id, startedAt }: NonNullable<Aggregations['latestRebuild']>) {
  const may = useMay();
  const at = <Instant at={startedAt} />;
  return may('getRebuild') ? <Link href={addressOf('/aggregation', { rebuild: id })}>{at}</Link> : at;
}

/** Since when the oldest waits that is over; the current hour, and what contains it, always wait. */
function Oldest({ oldestSince, counts }: Pick<Aggregations['pending'], 'oldestSince' | 'counts'>) {
  const { t } = useTranslation('aggregation');
  if (oldestSince !== null)
    return (
      <StatusIndicator type="pending">
        <Instant at={oldestSince} />
      </StatusIndicator>
    );
  return PERIODS.some((period) => counts[period] > 0) ? (
    <StatusIndicator type="info">{t('openWaits')}</StatusIndicator>
  ) : (
    <StatusIndicator>{t('nothingWaits')}</StatusIndicator>
  );
}

function Waiting({ state }: { readonly state: UseQueryResult<Aggregations> }) {
  const { t } = useTranslation('aggregation');
  const buckets = state.data?.pending.buckets ?? [];
  const columns: readonly Column<Bucket>[] = [
    {
      id: 'period',
      header: t('period'),
      cell: ({ period }) => t(`periods.${period}`),
      csv: ({ period }) => period,
    },
    {
      id: 'from',
      header: t('from'),
      cell: ({ from, to }) => (
        <RecordsLink range={{ from, to }} filter={{}}>
          <Instant at={from} />
        </RecordsLink>
      ),
      csv: ({ from }) => from,
      compare: (a, b) => a.from.localeCompare(b.from),
    },
    {
      id: 'to',
      header: t('to'),
      cell: ({ to }) => <Instant at={to} />,
      csv: ({ to }) => to,
      isShownNarrow: false,
    },
    {
      id: 'since',
      header: t('since'),
      cell: ({ pendingSince }) => <Instant at={pendingSince} />,
      csv: ({ pendingSince }) => pendingSince,
      compare: (a, b) => a.pendingSince.localeCompare(b.pendingSince),
      isShownNarrow: false,
    },
  ];
  return (
    <DataTable
      title={t('waits')}
      description={t(buckets.length < MAX_BUCKETS ? 'waitsHint' : 'waitsFirst', { count: buckets.length })}
      columns={columns}
      items={buckets}
      rowId={({ period, from }) => `${period} ${from}`}
      isLoading={state.isPending}
      error={state.error}
      onRetry={() => void state.refetch()}
      pageSize={25}
      empty={<EmptyState title={t('nothingWaits')}>{t('nothingWaitsHint')}</EmptyState>}
      fileName="waiting-for-the-roll-up"
    />
  );
}
