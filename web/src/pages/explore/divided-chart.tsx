import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { OTHERS } from '../../parts/chart-series.ts';
import { seriesOf, sumOf } from '../../parts/divided-series.ts';
import { filterOfPart } from '../../parts/division.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ExploreLink } from '../../parts/explore-link.tsx';
import { exactMeasure, MeasureValue } from '../../parts/measure-figure.tsx';
import { isMoney, measureOf, unpricedIn } from '../../parts/measures.ts';
import { usePartName } from '../../parts/part-name.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { QueryState } from '../../parts/query-state.tsx';
import { RecordsLink } from '../../parts/records-link.tsx';
import { PointSpend } from '../../parts/spend.tsx';
import { StackedChart } from '../../parts/stacked-chart.tsx';
import { useAxisTitle, useTimes } from '../../parts/times.tsx';
import { UnpricedNote } from '../../parts/unpriced-note.tsx';
import { useMay } from '../../session/session-provider.tsx';
import type { Trends, useExplored } from './use-explored.ts';

export interface ExploredProps {
  readonly explored: ReturnType<typeof useExplored>;
}

/** The measure over time, stacked by the parts. */
export function DividedChart({ explored }: ExploredProps) {
  const { t } = useTranslation('explore');
  const parts = useTranslation('parts').t;
  const { division, measure, trends } = explored;
  return (
    <Container
      header={
        <Header variant="h2">{t(`chartTitle.${division}`, { measure: parts(`measures.${measure}`) })}</Header>
      }
    >
      <QueryState query={trends} lines={8}>
        {(answer) => <Chart explored={explored} answer={answer} />}
      </QueryState>
    </Container>
  );
}

function Chart({ explored, answer }: ExploredProps & { readonly answer: Trends }) {
  const { t } = useTranslation('explore');
  const parts = useTranslation('parts').t;
  const { language } = usePreferences();
  const times = useTimes();
  const axisTitle = useAxisTitle();
  const may = useMay();
  const { division, measure, subject } = explored;
  const nameOf = usePartName(division);
  const { points, period } = answer;
  const unpriced = sumOf(points.map((point) => measureOf(point, 'unpricedRequests')));
  const axis = new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumSignificantDigits: 3,
    ...(isMoney(measure) && { style: 'currency', currency: 'USD' }),
  });
  const rangeAt = (index: number) => {
    const { from = '', to = '' } = points[index] ?? {};
    return { from, to };
  };
  const recordsAt = (index: number, part?: string) => {
    if (!may('getRecords') || part === OTHERS) return undefined;
    const filter = part === undefined ? subject.filter : filterOfPart(subject.filter, division, part);
    return addressOf('/records', { ...rangeAt(index), ...filter });
  };
  return (
    <SpaceBetween size="s">
      {!answer.exact && <Alert type="warning">{t('inexact')}</Alert>}
      <StackedChart
        title={parts(`measures.${measure}`)}
        axisTitle={axisTitle(period)}
        labels={points.map(({ from }) => times.periodStart(from, period))}
        starts={points.map(({ from }) => from)}
        kind={division}
        series={seriesOf(answer, measure, nameOf, t('others'))}
        unpriced={points.map((point) => unpricedIn(point, measure))}
        height={(value) => (isMoney(measure) ? Number(value) / 1e9 : Number(value))}
        axis={(height) => axis.format(height)}
        show={(value, unpriced) => <MeasureValue measure={measure} value={value} unpriced={unpriced} />}
        exact={(value) => exactMeasure(measure, value)}
        fileName={`${measure}-by-${division}`}
        empty={<EmptyState title={t('nothing')}>{t('nothingHint')}</EmptyState>}
        linkOf={recordsAt}
        footerOf={(index) => (
          <SpaceBetween size="xs">
            <PointSpend point={points[index]} />
            <SpaceBetween direction="horizontal" size="s">
              {period !== 'hour' && (
                <ExploreLink
                  range={rangeAt(index)}
                  filter={subject.filter}
                  more={{ by: division, measure, period: period === 'month' ? 'day' : 'hour' }}
                >
                  {t(period === 'month' ? 'byDay' : 'byHour')}
                </ExploreLink>
              )}
              <RecordsLink range={rangeAt(index)} filter={subject.filter}>
                {t('records')}
              </RecordsLink>
            </SpaceBetween>
          </SpaceBetween>
        )}
      />
      {unpriced > 0n && <UnpricedNote count={unpriced} range={answer.range} />}
    </SpaceBetween>
  );
}
