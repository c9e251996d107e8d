import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type components, formatUsd, nanoDollars, wholeNumber } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import type { ChartSeries } from '../../parts/chart-series.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count, Money } from '../../parts/figure.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { QueryState } from '../../parts/query-state.tsx';
import { StackedChart } from '../../parts/stacked-chart.tsx';
import type { Subject } from '../../parts/subject.ts';
import { useTimes } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { MEASURES, type Measure } from './parameters.ts';
import type { Overview } from './use-overview.ts';

type Trends = components['schemas']['Trends'];
type Point = Trends['points'][number];

/** Models with a color of their own; the others are one series. */
const MAX_MODELS = 5;

export interface TrendByModelProps {
  readonly overview: UseQueryResult<Overview>;
  readonly subject: Subject;
  readonly measure: Measure;
  readonly onMeasure: (measure: Measure) => void;
}

/** A measure over time, stacked by model. */
export function TrendByModel({ overview, subject, measure, onMeasure }: TrendByModelProps) {
  const { t } = useTranslation('overview');
  const { language } = usePreferences();
  const times = useTimes();
  const models = overview.data?.models.top.slice(0, MAX_MODELS).map(({ id }) => id);
  const trends = useTrends(subject, models);
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
      <QueryState query={trends} lines={8}>
        {({ all, byModel }) => (
          <StackedChart
            title={t(`measures.${measure}`)}
            labels={all.points.map(({ from }) => times.periodStart(from, all.period))}
            series={stack(all.points, byModel, (point) => VALUES[measure](point), t('otherModels'))}
            height={(value) => (isMoney ? Number(value) / 1e9 : Number(value))}
            axis={(height) => axis.format(height)}
            show={(value) => (isMoney ? <Money usd={value} /> : <Count value={value} />)}
            exact={(value) => (isMoney ? formatUsd(value) : String(value))}
            fileName={`${measure}-by-model`}
            empty={<EmptyState title={t('nothingInRange')}>{t('nothingInRangeHint')}</EmptyState>}
          />
        )}
      </QueryState>
    </Container>
  );
}

const VALUES: Readonly<Record<Measure, (point: Point) => bigint>> = {
  cost: ({ cost }) => nanoDollars(cost.usd),
  tokens: ({ tokens }) => wholeNumber(tokens.total),
  requests: ({ requests }) => wholeNumber(requests),
};

function useTrends(subject: Subject, models: readonly string[] | undefined) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['trend-by-model', subject.query, models],
    enabled: models !== undefined,
    refetchInterval: subject.refetchInterval,
    queryFn: async ({ signal }) => {
      const ask = (query: Subject['query']) => api.get('/v1/trends', { query, signal });
      const [all, ...byModel] = await Promise.all([
        ask(subject.query),
        ...(models ?? []).map((model) => ask({ ...subject.query, models: [model] })),
      ]);
      return {
        all,
        byModel: byModel.map(({ points }, index) => ({ model: String(models?.[index]), points })),
      };
    },
  });
}

/** A series per model, and what is left of the whole. */
export function stack(
  all: readonly Point[],
  byModel: readonly { readonly model: string; readonly points: readonly Point[] }[],
  valueOf: (point: Point) => bigint,
  others: string,
): ChartSeries[] {
  const series = byModel.map(({ model, points }) => {
    // By time: an answer a moment later may have one more period.
    const values = new Map(points.map((point) => [point.from, valueOf(point)]));
    return { id: model, title: model, values: all.map(({ from }) => values.get(from) ?? 0n) };
  });
  const rest = all.map((point, index) => {
    const shown = series.reduce((sum, { values }) => sum + (values[index] ?? 0n), 0n);
    const left = valueOf(point) - shown;
    // Calls that were recorded in between.
    return left > 0n ? left : 0n;
  });
  return rest.some((value) => value > 0n)
    ? [...series, { id: 'others', title: others, values: rest }]
    : series;
}
