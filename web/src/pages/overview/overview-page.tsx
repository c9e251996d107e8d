import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { ErrorState } from '../../parts/error-state.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { Later, useShown } from '../../parts/later.tsx';
import { lazyPart } from '../../parts/lazy.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { Freshness } from './freshness.tsx';
import { OVERVIEW_PARAMETERS } from './parameters.ts';
import { showsConsumers } from './questions.ts';
import { Totals } from './totals.tsx';
import { useOverview } from './use-overview.ts';
import { useTop } from './use-top.ts';
import { useTrend } from './use-trend.ts';

const RangePicker = lazyPart(async () => (await import('../../parts/range-picker.tsx')).RangePicker, 1);
const UsageFilter = lazyPart(async () => (await import('../../parts/usage-filter.tsx')).UsageFilter, 1);
const TrendByModel = lazyPart(async () => (await import('./trend-by-model.tsx')).TrendByModel, 10);
const TopConsumers = lazyPart(async () => (await import('./top-consumers.tsx')).TopConsumers, 6);
const BudgetsAtRisk = lazyPart(async () => (await import('./budgets-at-risk.tsx')).BudgetsAtRisk, 3);

const HALVES = [{ colspan: { default: 12, m: 6 } }, { colspan: { default: 12, m: 6 } }];

/** What the company used and spent: the first page. */
export default function OverviewPage() {
  const { t } = useTranslation('overview');
  const [parameters, change] = useParameters(OVERVIEW_PARAMETERS);
  const { me } = useSession();
  const may = useMay();
  const asked = useOverview(parameters);
  const { overview, subject } = asked;
  const withConsumers = showsConsumers(subject.query, me.ownUsageOnly);
  // Asked at once, though they show after the figures.
  const trend = useTrend(subject);
  const topKeys = useTop('access_key', subject, withConsumers);
  const topUsers = useTop('user', subject, withConsumers);
  const isShown = useShown(!overview.isPending);
  return (
    <PageContent
      title={t('title')}
      description={t(me.ownUsageOnly ? 'ownUsage' : 'description')}
      current={{ asOf: overview.data?.asOf, isFetching: overview.isFetching, onRefresh: asked.refresh }}
    >
      <SpaceBetween size="l">
        <div data-no-print>
          <FilterRow>
            <Later when={isShown} lines={1}>
              <RangePicker range={parameters} onChange={change} />
            </Later>
            <Later when={isShown} lines={1}>
              <UsageFilter values={parameters} onChange={change} />
            </Later>
          </FilterRow>
        </div>
        {overview.isError && overview.data === undefined ? (
          // Once for all parts, which have nothing to be about.
          <ErrorState error={overview.error} onRetry={asked.refresh} />
        ) : (
          <SpaceBetween size="l">
            <Totals
              overview={overview}
              subject={subject}
              consumers={withConsumers ? { keys: topKeys, users: topUsers } : undefined}
            />
            <Later when={isShown} lines={24}>
              <SpaceBetween size="l">
                <TrendByModel
                  trend={trend}
                  measure={parameters.measure ?? 'cost'}
                  onMeasure={(measure) => change({ measure })}
                />
                {withConsumers && (
                  <Grid gridDefinition={HALVES}>
                    <TopConsumers dimension="access_key" subject={subject} top={topKeys} />
                    <TopConsumers dimension="user" subject={subject} top={topUsers} />
                  </Grid>
                )}
                <Grid gridDefinition={HALVES}>
                  <Freshness overview={overview} />
                  {may('listBudgets') && <BudgetsAtRisk />}
                </Grid>
              </SpaceBetween>
            </Later>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </PageContent>
  );
}
