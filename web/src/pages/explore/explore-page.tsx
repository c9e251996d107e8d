import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { lazyPart } from '../../parts/lazy.tsx';
import { FoldedIfNarrow } from '../../parts/narrow.tsx';
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
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={t('description')}
          actions={
            <AsOf
              asOf={trends.data?.asOf}
              isFetching={trends.isFetching}
              onRefresh={() => void trends.refetch()}
            />
          }
        >
          {t('title')}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <div data-no-print>
          <SpaceBetween size="s">
            <Grid
              gridDefinition={[
                { colspan: { default: 12, s: 5, l: 4 } },
                { colspan: { default: 12, s: 7, l: 8 } },
              ]}
            >
              <RangePicker range={parameters} onChange={change} />
              <UsageFilter values={explored.subject.filter} onChange={change} />
            </Grid>
            <FoldedIfNarrow>
              <Choices explored={explored} period={parameters.period} onChange={change} />
            </FoldedIfNarrow>
          </SpaceBetween>
        </div>
        <DividedChart explored={explored} />
        <Parts explored={explored} />
      </SpaceBetween>
    </ContentLayout>
  );
}
