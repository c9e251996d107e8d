import SpaceBetween from '@cloudscape-design/components/space-between';
import type { components } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { NOBODY } from '../../parts/division.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { MeasureFigure } from '../../parts/measure-figure.tsx';
import { FoldedIfNarrow } from '../../parts/narrow.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { UnpricedNote } from '../../parts/unpriced-note.tsx';
import { UsageFilter } from '../../parts/usage-filter.tsx';
import { Choices } from './choices.tsx';
import { useConsumerColumns } from './columns.tsx';
import { TOP_CONSUMERS_PARAMETERS } from './parameters.ts';
import { useRanking } from './use-ranking.ts';

/** Whether a place of the ranking is that of usage which names nobody: it is no user or feature more. */
function countsNobody({ consumers, matching, active }: components['schemas']['TopConsumers']): boolean {
  return Number(matching) > active || consumers.some(({ id }) => id === NOBODY);
}

/** Who or what uses most, by any measure, with its course. */
export default function TopConsumersPage() {
  const { t } = useTranslation('top-consumers');
  const parts = useTranslation('parts').t;
  const [parameters, change] = useParameters(TOP_CONSUMERS_PARAMETERS);
  const ranked = useRanking(parameters);
  const columns = useConsumerColumns(ranked);
  const { ranking, measure, division, subject } = ranked;
  const { data } = ranking;
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{ asOf: data?.asOf, isFetching: ranking.isFetching, onRefresh: () => void ranking.refetch() }}
    >
      <DataTable
        key={`${division}-${measure}`}
        title={t(`ranking.${division}`)}
        description={
          data && (
            <>
              {t('together', {
                matching: t(Number(data.matching) === data.consumers.length ? 'matchingAll' : 'matching', {
                  shown: data.consumers.length,
                  count: Number(data.matching),
                }),
                measure: parts(`measures.${measure}`),
              })}{' '}
              <MeasureFigure measure={measure} sums={data.totals} />{' '}
              {countsNobody(data) && t(`withNobody.${division === 'feature' ? 'feature' : 'user'}`)}
              <UnpricedNote count={data.totals.cost.unpricedRequests} range={data.range} />
            </>
          )
        }
        columns={columns}
        columnsToChoose
        items={data?.consumers ?? []}
        total={data && Number(data.matching)}
        rowId={({ id }) => id}
        isLoading={ranking.isPending}
        error={ranking.error}
        onRetry={() => void ranking.refetch()}
        empty={<EmptyState title={t('nothing')}>{t('nothingHint')}</EmptyState>}
        filter={
          <SpaceBetween size="s">
            <FilterRow>
              <RangePicker range={parameters} onChange={change} />
              <UsageFilter values={subject.filter} onChange={change} />
            </FilterRow>
            <FoldedIfNarrow>
              <Choices ranked={ranked} onChange={change} />
            </FoldedIfNarrow>
          </SpaceBetween>
        }
        fileName={`top-${division}s-by-${measure}`}
      />
    </PageContent>
  );
}
