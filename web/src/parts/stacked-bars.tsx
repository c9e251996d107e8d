import BarChart from '@cloudscape-design/components/bar-chart';
import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import type { StackedChartProps } from './chart-series.ts';
import { drawnSeries } from './drawn-series.ts';
import { markUnpriced } from './figures.ts';

/** A bar for each period, whose figures lead further. */
export function StackedBars(props: StackedChartProps) {
  const { title, labels, starts = labels, series, axis, linkOf, footerOf } = props;
  const { t } = useTranslation('parts');
  const labelOf = new Map(starts.map((start, index) => [start, String(labels[index])]));
  const totalAt = (index: number) => series.reduce((sum, { values }) => sum + (values[index] ?? 0n), 0n);
  return (
    <BarChart<string>
      stackedBars
      hideFilter
      height={260}
      ariaLabel={title}
      xScaleType="categorical"
      xDomain={starts}
      {...(props.axisTitle !== undefined && { xTitle: props.axisTitle })}
      yTitle={t('chart.axis', { title })}
      emphasizeBaselineAxis={false}
      detailPopoverSize="medium"
      series={drawnSeries(props).map((each) => ({ type: 'bar', ...each }))}
      yTickFormatter={axis}
      xTickFormatter={(start) => labelOf.get(start) ?? start}
      {...(linkOf && {
        detailPopoverSeriesContent: ({ series: { title: name }, x, y }) => {
          const index = starts.indexOf(x);
          const part = series.find((each) => each.title === name);
          const href = linkOf(index, part?.id);
          const figure = markUnpriced(axis(y), part?.unpriced?.[index]);
          return {
            key: name,
            value: href === undefined || y === 0 ? figure : <Link href={href}>{figure}</Link>,
          };
        },
      })}
      detailPopoverFooter={(start) => {
        const index = starts.indexOf(start);
        return (
          <SpaceBetween size="xs">
            <Box fontWeight="bold">
              {t('chart.total')}{' '}
              <Box float="right">{props.show(totalAt(index), props.unpriced?.[index] ?? 0n)}</Box>
            </Box>
            {footerOf?.(index)}
          </SpaceBetween>
        );
      }}
      empty={<Box textAlign="center">{props.empty}</Box>}
    />
  );
}
