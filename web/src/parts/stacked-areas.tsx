import AreaChart from '@cloudscape-design/components/area-chart';
import Box from '@cloudscape-design/components/box';
import { useTranslation } from 'react-i18next';
import type { StackedChartProps } from './chart-series.ts';
import { drawnSeries } from './drawn-series.ts';

/** The same as areas, where there are more periods than there is room for bars. */
export function StackedAreas(props: StackedChartProps) {
  const { title, labels, starts = labels, axis, footerOf } = props;
  const { t } = useTranslation('parts');
  const labelOf = new Map(starts.map((start, index) => [start, String(labels[index])]));
  return (
    <AreaChart<string>
      hideFilter
      height={260}
      ariaLabel={title}
      xScaleType="categorical"
      xDomain={starts}
      {...(props.axisTitle !== undefined && { xTitle: props.axisTitle })}
      yTitle={t('chart.axis', { title })}
      detailPopoverSize="medium"
      series={drawnSeries(props).map((each) => ({ type: 'area', ...each }))}
      yTickFormatter={axis}
      detailTotalFormatter={axis}
      xTickFormatter={(start) => labelOf.get(start) ?? start}
      {...(footerOf && { detailPopoverFooter: (start) => footerOf(starts.indexOf(start)) })}
      empty={<Box textAlign="center">{props.empty}</Box>}
    />
  );
}
