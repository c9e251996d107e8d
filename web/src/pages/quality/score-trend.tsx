import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import LineChart from '@cloudscape-design/components/line-chart';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count } from '../../parts/figure.tsx';
import { useTimes } from '../../parts/times.tsx';
import type { AuditedDay } from './answers.ts';
import { Judgement } from './judgement.tsx';
import { lowestTick, scoreSeries, sourcesOf } from './score-series.ts';

/** The score of the deployment and of each source, day by day, with its table. */
export function ScoreTrend({ days }: { readonly days: readonly AuditedDay[] }) {
  const { t } = useTranslation('quality');
  const names = useTranslation('parts').t;
  const times = useTimes();
  const title = (id: string) => (id === 'deployment' ? t('score.deployment') : nameOf(id));
  const nameOf = (source: string) => names(`sources.${source as AuditedDay['sources'][number]['source']}`);
  const series = scoreSeries(days);
  const labels = new Map(days.map(({ date, from }) => [date, times.periodStart(from, 'day')]));
  return (
    <SpaceBetween size="s">
      <LineChart<string>
        hideFilter
        height={220}
        ariaLabel={t('score.chart')}
        xScaleType="categorical"
        xDomain={days.map(({ date }) => date)}
        yDomain={[lowestTick(series), 100]}
        yTitle={t('score.value')}
        xTickFormatter={(date) => labels.get(date) ?? date}
        series={series.map(({ id, points }) => ({
          type: 'line',
          title: title(id),
          data: points.map(({ date, score }) => ({ x: date, y: score })),
        }))}
        empty={<Box textAlign="center">{t('score.none')}</Box>}
      />
      <div data-no-print>
        <ExpandableSection headerText={names('chart.table')}>
          <DataTable
            title={t('score.trend')}
            variant="embedded"
            columns={[
              {
                id: 'day',
                header: t('score.day'),
                cell: ({ date }) => date,
                csv: ({ date }) => date,
              },
              {
                id: 'score',
                header: t('score.score'),
                cell: (day) => <Judgement {...day} />,
                csv: ({ score }) => score ?? '',
              },
              figure('records', t('score.records'), ({ records }) => records),
              figure('compared', t('score.compared'), ({ figures }) => figures.compared),
              figure('repaired', t('score.repaired'), ({ figures }) => figures.repaired),
              figure('kept', t('score.kept'), ({ figures }) => figures.kept),
              ...sourcesOf(days).map((source): Column<AuditedDay> => {
                const scoreIn = ({ sources }: AuditedDay) =>
                  sources.find((each) => each.source === source)?.score ?? undefined;
                return {
                  id: source,
                  header: nameOf(source),
                  cell: (day) => scoreIn(day) ?? '–',
                  csv: (day) => scoreIn(day) ?? '',
                  isFigure: true,
                };
              }),
            ]}
            items={days.toReversed()}
            rowId={({ date }) => date}
            isLoading={false}
            empty={<EmptyState title={t('score.empty')}>{t('score.emptyHint')}</EmptyState>}
            fileName="quality-scores"
          />
        </ExpandableSection>
      </div>
    </SpaceBetween>
  );
}

function figure(id: string, header: string, value: (day: AuditedDay) => number): Column<AuditedDay> {
  return { id, header, cell: (day) => <Count value={value(day)} />, csv: value, isFigure: true };
}
