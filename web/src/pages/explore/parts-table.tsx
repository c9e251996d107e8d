import { formatUsd } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { filterOfPart } from '../../parts/division.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ExploreLink } from '../../parts/explore-link.tsx';
import { Money } from '../../parts/figure.tsx';
import { showShare } from '../../parts/figures.ts';
import { exactMeasure, MeasureFigure } from '../../parts/measure-figure.tsx';
import { compareBigInts, type Measure, measureOf, spendPerRequest } from '../../parts/measures.ts';
import { PartName } from '../../parts/part-name.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { RecordsLink } from '../../parts/records-link.tsx';
import type { ExploredProps } from './divided-chart.tsx';
import type { Trends } from './use-explored.ts';

type Part = NonNullable<Trends['split']>['series'][number];

/** The sums of each part over the range. Its name narrows the page to it, its requests lead to the records. */
export function PartsTable({ explored }: ExploredProps) {
  const { t } = useTranslation('explore');
  const parts = useTranslation('parts').t;
  const { language } = usePreferences();
  const { division, measure, subject, trends } = explored;
  const { split } = trends.data ?? {};
  const filterOf = ({ id }: Part) => filterOfPart(subject.filter, division, id);
  const figure = (name: Measure): Column<Part> => ({
    id: name,
    header: parts(`measures.${name}`),
    cell: (part) => {
      const shown = <MeasureFigure measure={name} sums={part} />;
      if (name !== 'requests' || part.requests === 0) return shown;
      return (
        <RecordsLink range={subject.range} filter={filterOf(part)}>
          {shown}
        </RecordsLink>
      );
    },
    csv: (part) => exactMeasure(name, measureOf(part, name)),
    compare: (a, b) => compareBigInts(measureOf(a, name), measureOf(b, name)),
    isFigure: true,
    isShownNarrow: name === measure,
  });
  const measures = [...new Set<Measure>([measure, 'cost', 'total', 'requests', 'errors'])];
  const [first = figure(measure), ...rest] = measures.map(figure);
  const columns: readonly Column<Part>[] = [
    {
      id: 'id',
      header: parts(`filter.${division}`),
      cell: (part) => (
        <ExploreLink
          range={subject.range}
          filter={filterOf(part)}
          more={{ by: division === 'model' ? 'feature' : 'model', measure }}
        >
          <PartName division={division} {...part} />
        </ExploreLink>
      ),
      csv: ({ id }) => id,
    },
    first,
    {
      id: 'share',
      header: t('share'),
      cell: ({ share }) => (share === null ? '–' : showShare(share, language)),
      csv: ({ share }) => share ?? '',
      compare: (a, b) => (a.share ?? 0) - (b.share ?? 0),
      isFigure: true,
      isShownNarrow: false,
    },
    ...rest,
    {
      id: 'perRequest',
      header: t('perRequest'),
      cell: (part) => {
        const usd = spendPerRequest(part);
        return usd === undefined ? '–' : <Money usd={usd} />;
      },
      csv: (part) => {
        const usd = spendPerRequest(part);
        return usd === undefined ? '' : formatUsd(usd);
      },
      compare: (a, b) => compareBigInts(spendPerRequest(a) ?? -1n, spendPerRequest(b) ?? -1n),
      isFigure: true,
      isShownNarrow: false,
    },
  ];
  return (
    <DataTable
      key={`${division}-${measure}`}
      title={t('partsTitle')}
      {...(split &&
        split.series.length > 0 && {
          description: t(split.series.length === Number(split.count) ? 'partsAll' : 'partsOf', {
            shown: split.series.length,
            count: Number(split.count),
          }),
        })}
      columns={columns}
      items={split?.series ?? []}
      total={split && Number(split.count)}
      rowId={({ id }) => id}
      isLoading={trends.isPending}
      error={trends.error}
      onRetry={() => void trends.refetch()}
      empty={<EmptyState title={t('nothing')}>{t('nothingHint')}</EmptyState>}
      fileName={`${division}s-by-${measure}`}
    />
  );
}
