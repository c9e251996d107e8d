import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { FilterRow } from '../../parts/filter-row.tsx';
import { lazyPart } from '../../parts/lazy.tsx';
import { FoldedIfNarrow } from '../../parts/narrow.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { UsageFilter } from '../../parts/usage-filter.tsx';
import { Choices } from './choices.tsx';
import { EXPLORE_PARAMETERS } from './parameters.ts';
import { useExplored } from './use-explored.ts';

const DividedChart = lazyPart(async () => (await import('./divided-chart.tsx')).DividedChart, 10);
const Parts = lazyPart(async () => (await import('./parts-table.tsx')).PartsTable, 6);

/** Any measure over time, divided by model, feature, access key or user, down to the records. */
export default function ExplorePage() {
  const { t } = useTranslation('explore');
  const [parameters, change] = useParameters(EXPLORE_PARAMETERS);
  const explored = useExplored(parameters);
  const { trends } = explored;
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{
        asOf: trends.data?.asOf,
        isFetching: trends.isFetching,
        onRefresh: () => void trends.refetch(),
      }}
    >
      <SpaceBetween size="l">
        <div data-no-print>
          <SpaceBetween size="s">
            <FilterRow>
              <RangePicker range={parameters} onChange={change} />
              <UsageFilter values={explored.subject.filter} onChange={change} />
            </FilterRow>
            <FoldedIfNarrow>
              <Choices explored={explored} period={parameters.period} onChange={change} />
            </FoldedIfNarrow>
          </SpaceBetween>
        </div>
        <DividedChart explored={explored} />
        <Parts explored={explored} />
      </SpaceBetween>
    </PageContent>
  );
}
