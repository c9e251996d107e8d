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
import type { AskedRange, RangeValues } from '../../parts/range.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { RecordsLink } from '../../parts/records-link.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useMay, useSession } from '../../session/session-provider.tsx';
import type { Prices } from './price-book.ts';
import { daysOf, type PriceState, priceStateOf } from './price-coverage.ts';

type Consumer = components['schemas']['Consumer'];

const MAX_MODELS = 100;

export interface UnknownModelsProps {
  readonly prices: Prices | undefined;
  readonly chosen: RangeValues;
  /** What `chosen` asks for. */
  readonly range: AskedRange;
  readonly onRange: (range: RangeValues) => void;
  readonly onAdopt: (model: string) => void;
}

/** The models whose requests have no price, or not for all of it. */
export function UnknownModels({ prices, chosen, range, onRange, onAdopt }: UnknownModelsProps) {
  const { t } = useTranslation('prices');
  const { api } = useSession();
  const may = useMay();
  const nowMs = useNow();
  const unpriced = useQuery({
    queryKey: ['unpriced-models', range],
    refetchInterval: REFRESH_INTERVAL_MS,
    queryFn: async ({ signal }) => {
      const query = { ...range, dimension: 'model', sort: 'unpricedRequests', limit: MAX_MODELS } as const;
      const { consumers } = await api.get('/v1/top-consumers', { query, signal });
      return consumers.filter(({ cost }) => wholeNumber(cost.unpricedRequests) > 0n);
    },
  });
  const days = daysOf(range, nowMs);
  const stateOf = (model: string): PriceState =>
    prices ? priceStateOf(prices, model, days) : { state: 'none' };
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
      id: 'state',
      header: t('state'),
      // Dates are not broken.
      minWidth: 300,
      cell: ({ id }) => {
        const { state, ...gap } = stateOf(id);
        return (
          <StatusIndicator type={state === 'covered' ? 'info' : 'warning'}>
            {t(`states.${state}`, gap)}
          </StatusIndicator>
        );
      },
      isShownNarrow: false,
    },
    ...(may('putPrices')
      ? [
          {
            id: 'adopt',
            header: t('actions'),
            minWidth: 110,
            cell: ({ id }: Consumer) => {
              const { state } = stateOf(id);
              return (
                <>
                  {state !== 'covered' && (
                    <Button
                      variant="inline-link"
                      ariaLabel={t('adopt.label', { model: id })}
                      onClick={() => onAdopt(id)}
                    >
                      {t('adopt.action')}
                    </Button>
                  )}
                  {state !== 'none' && (
                    <Box color="text-body-secondary">
                      {t(state === 'covered' ? 'stateHints.covered' : 'stateHints.late')}
                    </Box>
                  )}
                </>
              );
            },
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
      wrapLines
      fileName="unpriced-models"
    />
  );
}
