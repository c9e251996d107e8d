import Box from '@cloudscape-design/components/box';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { components } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { FigureHeader } from '../../parts/figure-header.tsx';
import { showCount, showExactMoney } from '../../parts/figures.ts';
import { usePreferences } from '../../parts/preferences.ts';

type PriceLine = components['schemas']['PriceLine'];

/** What adds up to the cost of a call: each counter by its price. */
export function PriceLines({ lines }: { readonly lines: readonly PriceLine[] }) {
  const { t } = useTranslation('records');
  const { language } = usePreferences();
  const hasModels = new Set(lines.map(({ model }) => model)).size > 1;
  const hasDiscounts = lines.some(({ price, listPrice }) => price !== listPrice);
  const figure = (id: string, header: string, text: (line: PriceLine) => string) => ({
    id,
    header: <FigureHeader>{header}</FigureHeader>,
    cell: (line: PriceLine) => (
      <Box textAlign="right" variant="span" display="block">
        {text(line)}
      </Box>
    ),
  });
  const priceOf = (usd: string, per: number) =>
    t(per === 1_000 ? 'perThousand' : 'perMillion', { price: showExactMoney(usd, language) });
  const columns: TableProps.ColumnDefinition<PriceLine>[] = [
    { id: 'kind', header: t('line'), cell: ({ kind }) => t(`tokens.${kind}`), isRowHeader: true },
    ...(hasModels ? [{ id: 'model', header: t('model'), cell: ({ model }: PriceLine) => model }] : []),
    figure('quantity', t('quantity'), ({ quantity }) => showCount(quantity, language).exact),
    ...(hasDiscounts
      ? [figure('list', t('listPrice'), ({ listPrice, per }) => priceOf(listPrice, per))]
      : []),
    figure('price', t('price'), ({ price, per }) => priceOf(price, per)),
    figure('usd', t('cost'), ({ usd }) => showExactMoney(usd, language)),
  ];
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      items={lines}
      trackBy={({ model, kind }) => `${model} ${kind}`}
      columnDefinitions={columns}
      empty={t('noLines')}
    />
  );
}
