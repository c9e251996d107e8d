import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useTranslation } from 'react-i18next';
import { seriesOf } from '../../parts/divided-series.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { exactMeasure, MeasureValue } from '../../parts/measure-figure.tsx';
import { type Measure as ApiMeasure, isMoney, unpricedIn } from '../../parts/measures.ts';
import { usePreferences } from '../../parts/preferences.ts';
import { QueryState } from '../../parts/query-state.tsx';
import { PointSpend } from '../../parts/spend.tsx';
import { StackedChart } from '../../parts/stacked-chart.tsx';
import { useTimes } from '../../parts/times.tsx';
import { MEASURES, type Measure } from './parameters.ts';
import type { useTrend } from './use-trend.ts';

const API_MEASURES = { cost: 'cost', tokens: 'total', requests: 'requests' } as const satisfies Record<
  Measure,
  ApiMeasure
>;

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
  const of = API_MEASURES[measure];
  const axis = new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumSignificantDigits: 3,
    ...(isMoney(of) && { style: 'currency', currency: 'USD' }),
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
            series={seriesOf(answer, of, ({ id }) => id, t('otherModels'))}
            unpriced={answer.points.map((point) => unpricedIn(point, of))}
            height={(value) => (isMoney(of) ? Number(value) / 1e9 : Number(value))}
            axis={(height) => axis.format(height)}
            show={(value, unpriced) => <MeasureValue measure={of} value={value} unpriced={unpriced} />}
            exact={(value) => exactMeasure(of, value)}
            fileName={`${measure}-by-model`}
            footerOf={(index) => <PointSpend point={answer.points[index]} />}
            empty={<EmptyState title={t('nothingInRange')}>{t('nothingInRangeHint')}</EmptyState>}
          />
        )}
      </QueryState>
    </Container>
  );
}
