import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { Days } from './days.tsx';
import { usePrice } from './price.tsx';
import { type ModelPrices, type Override, type Prices, percentOf } from './price-book.ts';

type Row = Override & { readonly index: number };

export interface OverridesTableProps {
  readonly prices: UseQueryResult<Prices>;
  readonly onDo: (action: 'add' | 'change' | 'remove', index?: number) => void;
}

/** What your company pays instead of the book's prices. */
export function OverridesTable({ prices, onDo }: OverridesTableProps) {
  const { t } = useTranslation('prices');
  const may = useMay();
  const isNarrow = useIsNarrow();
  const add = may('putPrices') && <Button onClick={() => onDo('add')}>{t('add.title')}</Button>;
  const columns: readonly Column<Row>[] = [
    {
      id: 'model',
      header: t('model'),
      cell: (override) => (
        <>
          {override.model === '*' ? t('allModels') : override.model}
          {isNarrow && (
            <Box variant="small" display="block" color="text-body-secondary">
              <Decision override={override} />
            </Box>
          )}
        </>
      ),
      csv: ({ model }) => model,
    },
    {
      id: 'decides',
      header: t('decides'),
      cell: (override) => <Decision override={override} />,
      csv: ({ listPrices, prices: net, discountBasisPoints }) =>
        discountBasisPoints === undefined
          ? `${listPrices ? 'listPrices' : 'prices'} ${(net ?? listPrices)?.input}/${(net ?? listPrices)?.output}`
          : `discount ${percentOf(discountBasisPoints)}%`,
      isShownNarrow: false,
    },
    {
      id: 'days',
      header: t('days'),
      cell: (override) => <Days of={override} />,
      csv: ({ effectiveFrom = '', effectiveTo = '' }) => `${effectiveFrom}/${effectiveTo}`,
      isShownNarrow: false,
    },
    ...(may('putPrices')
      ? [
          {
            id: 'actions',
            header: t('actions'),
            cell: ({ index, model }: Row) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  variant="inline-link"
                  ariaLabel={t('change.label', { model })}
                  onClick={() => onDo('change', index)}
                >
                  {t('change.action')}
                </Button>
                <Button
                  variant="inline-link"
                  ariaLabel={t('remove.label', { model })}
                  onClick={() => onDo('remove', index)}
                >
                  {t('remove.action')}
                </Button>
              </SpaceBetween>
            ),
          },
        ]
      : []),
  ];
  return (
    <DataTable
      title={t('overrides')}
      description={t('overridesHint')}
      columns={columns}
      items={(prices.data?.overrides ?? []).map((override, index) => ({ ...override, index }))}
      rowId={({ index }) => String(index)}
      isLoading={prices.isPending}
      error={prices.error}
      onRetry={() => void prices.refetch()}
      actions={add}
      empty={
        <EmptyState title={t('noOverrides')} action={add}>
          {t('noOverridesHint')}
        </EmptyState>
      }
      wrapLines
      fileName="overrides"
    />
  );
}

function Decision({ override }: { readonly override: Override }) {
  const { t } = useTranslation('prices');
  const { listPrices, prices, discountBasisPoints } = override;
  return (
    <SpaceBetween size="xxs">
      {discountBasisPoints !== undefined && t('discountOf', { percent: percentOf(discountBasisPoints) })}
      {listPrices && <Shown decision={t('decisions.listPrices')} prices={listPrices} />}
      {prices && <Shown decision={t('decisions.prices')} prices={prices} />}
    </SpaceBetween>
  );
}

function Shown({ decision, prices }: { readonly decision: string; readonly prices: ModelPrices }) {
  const { t } = useTranslation('prices');
  const price = usePrice();
  const { input, output } = prices;
  return <span>{t('decided', { decision, input: price(input), output: price(output) })}</span>;
}
