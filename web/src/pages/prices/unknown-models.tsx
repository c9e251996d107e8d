import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { type components, wholeNumber } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count } from '../../parts/figure.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { askedRange, type RangeValues } from '../../parts/range.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { RecordsLink } from '../../parts/records-link.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { appliesOn, dayOf, type Prices } from './price-book.ts';

type Consumer = components['schemas']['Consumer'];

const MAX_MODELS = 100;

export interface UnknownModelsProps {
  readonly prices: Prices | undefined;
  readonly range: RangeValues;
  readonly onRange: (range: RangeValues) => void;
  readonly onAdopt: (model: string) => void;
}

/** The models whose requests have no price, or not for all of it. */
export function UnknownModels({ prices, range: chosen, onRange, onAdopt }: UnknownModelsProps) {
  const { t } = useTranslation('prices');
  const { api } = useSession();
  const may = useMay();
  const { reportingTimeZone } = useSettings();
  const nowMs = useNow();
  const range = askedRange(chosen, nowMs, reportingTimeZone);
  const unpriced = useQuery({
    queryKey: ['unpriced-models', range],
    refetchInterval: REFRESH_INTERVAL_MS,
    queryFn: async ({ signal }) => {
      const query = { ...range, dimension: 'model', sort: 'unpricedRequests', limit: MAX_MODELS } as const;
      const { consumers } = await api.get('/v1/top-consumers', { query, signal });
      return consumers.filter(({ cost }) => wholeNumber(cost.unpricedRequests) > 0n);
    },
  });
  const isKnown = (model: string) =>
    [
      ...(prices?.models ?? []),
      ...(prices?.overrides ?? []).filter(({ listPrices, prices: net }) => listPrices ?? net),
    ].some((entry) => entry.model === model && appliesOn(entry, dayOf(nowMs)));
  const columns: readonly Column<Consumer>[] = [
    { id: 'model', header: t('model'), cell: ({ id }) => id, csv: ({ id }) => id },
    {
      id: 'requests',
      header: t('unpricedRequests'),
      cell: ({ id, cost }) => (
        <RecordsLink range={range} filter={{ model: [id] }}>
          <Count value={cost.unpricedRequests} />
        </RecordsLink>
      ),
      csv: ({ cost }) => cost.unpricedRequests,
      isFigure: true,
    },
    {
      id: 'tokens',
      header: t('tokens'),
      cell: ({ tokens }) => <Count value={tokens.total} />,
      csv: ({ tokens }) => tokens.total,
      isFigure: true,
      isShownNarrow: false,
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ id }) =>
        isKnown(id) ? (
          <StatusIndicator type="info">{t('knownNow')}</StatusIndicator>
        ) : (
          <StatusIndicator type="warning">{t('unknownModel')}</StatusIndicator>
        ),
      isShownNarrow: false,
    },
    ...(may('putPrices')
      ? [
          {
            id: 'adopt',
            header: t('actions'),
            minWidth: 110,
            cell: ({ id }: Consumer) =>
              isKnown(id) ? (
                <Box color="text-body-secondary">{t('repriceHint')}</Box>
              ) : (
                <Button
                  variant="inline-link"
                  ariaLabel={t('adopt.label', { model: id })}
                  onClick={() => onAdopt(id)}
                >
                  {t('adopt.action')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <DataTable
      title={t('unknownModels')}
      description={t('unknownModelsHint')}
      filter={<RangePicker range={chosen} onChange={onRange} />}
      columns={columns}
      items={unpriced.data ?? []}
      rowId={({ id }) => id}
      isLoading={unpriced.isPending}
      error={unpriced.error}
      onRetry={() => void unpriced.refetch()}
      empty={<EmptyState title={t('allPriced')}>{t('allPricedHint')}</EmptyState>}
      wrapLines={useIsNarrow()}
      fileName="unpriced-models"
    />
  );
}
