import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { type components, formatUsd, nanoDollars, wholeNumber } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { type ChartSeries, OTHERS } from '../../parts/chart-series.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count, Money } from '../../parts/figure.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { QueryState } from '../../parts/query-state.tsx';
import { SpendPerRequest } from '../../parts/spend.tsx';
import { StackedChart } from '../../parts/stacked-chart.tsx';
import { useTimes } from '../../parts/times.tsx';
import { MEASURES, type Measure } from './parameters.ts';
import type { useTrend } from './use-trend.ts';

type Trends = components['schemas']['Trends'];
/** What points of the whole and of a model have in common. */
type Sums = NonNullable<Trends['split']>['series'][number]['points'][number];

export interface TrendByModelProps {
  readonly trend: ReturnType<typeof useTrend>;
  readonly measure: Measure;
  readonly onMeasure: (measure: Measure) => void;
}

/** A measure over time, stacked by model. */
export function TrendByModel({ trend, measure, onMeasure }: TrendByModelProps) {
  const { t } = useTranslation('overview');
  const { language } = usePreferences();
  const times = useTimes();
  const isMoney = measure === 'cost';
  const axis = new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumSignificantDigits: 3,
    ...(isMoney && { style: 'currency', currency: 'USD' }),
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <div data-no-print>
              <SegmentedControl
                label={t('measure')}
                selectedId={measure}
                onChange={({ detail }) => onMeasure(detail.selectedId as Measure)}
                options={MEASURES.map((id) => ({ id, text: t(`measures.${id}`) }))}
              />
            </div>
          }
        >
          {t('trend')}
        </Header>
      }
    >
      <QueryState query={trend} lines={8}>
        {(answer) => (
          <StackedChart
            title={t(`measures.${measure}`)}
            kind="model"
            labels={answer.points.map(({ from }) => times.periodStart(from, answer.period))}
            series={stack(answer, VALUES[measure], t('otherModels'))}
            height={(value) => (isMoney ? Number(value) / 1e9 : Number(value))}
            axis={(height) => axis.format(height)}
            show={(value) => (isMoney ? <Money usd={value} /> : <Count value={value} />)}
            exact={(value) => (isMoney ? formatUsd(value) : String(value))}
            fileName={`${measure}-by-model`}
            footerOf={(index) => <SpendPerRequest sums={answer.points[index]} />}
            empty={<EmptyState title={t('nothingInRange')}>{t('nothingInRangeHint')}</EmptyState>}
          />
        )}
      </QueryState>
    </Container>
  );
}

const VALUES: Readonly<Record<Measure, (sums: Sums) => bigint>> = {
  cost: ({ cost }) => nanoDollars(cost.usd),
  tokens: ({ tokens }) => wholeNumber(tokens.total),
  requests: ({ requests }) => wholeNumber(requests),
};

/** A series per model, and what is left of the whole. */
function stack(
  { points, split }: Trends,
  valueOf: (sums: Sums) => bigint,
  others: string,
): readonly ChartSeries[] {
  const series = (split?.series ?? []).map(({ id, points: ofModel }) => ({
    id,
    title: id,
    values: points.map((_, index) => {
      const sums = ofModel[index];
      return sums ? valueOf(sums) : 0n;
    }),
  }));
  const rest = points.map((point, index) => {
    const shown = series.reduce((sum, { values }) => sum + (values[index] ?? 0n), 0n);
    return valueOf(point) - shown;
  });
  return rest.some((value) => value > 0n) ? [...series, { id: OTHERS, title: others, values: rest }] : series;
}
