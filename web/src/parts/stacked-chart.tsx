import BarChart from '@cloudscape-design/components/bar-chart';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartSeries } from './chart-series.ts';
import { type Column, DataTable } from './data-table.tsx';

export interface StackedChartProps {
  readonly title: string;
  /** Of the periods, in order. */
  readonly labels: readonly string[];
  /** Their starts, which the file has: labels may repeat, as an hour does when clocks go back. */
  readonly starts?: readonly string[];
  /** What the labels are, with their time zone. */
  readonly axisTitle?: string;
  readonly series: readonly ChartSeries[];
  /** The height of a bar: a chart needs floats, so it is near enough for drawing only. */
  readonly height: (value: bigint) => number;
  readonly axis: (height: number) => string;
  readonly show: (value: bigint) => ReactNode;
  readonly exact: (value: bigint) => string;
  readonly fileName: string;
  readonly empty: ReactNode;
  /** Where figures lead: that of a series in a period, and, without a series, the period itself. */
  readonly linkOf?: (index: number, seriesId?: string) => string | undefined;
  /** What can be done with a period, below its figures. */
  readonly footerOf?: (index: number) => ReactNode;
}

/** A stacked chart over time, with its table, whose figures are exact, and their CSV. */
export function StackedChart(props: StackedChartProps) {
  const { title, labels, starts = labels, series, height, axis, linkOf, footerOf } = props;
  const { t } = useTranslation('parts');
  // A closed section would draw its table unseen, which takes longer than the chart.
  const [hasTable, setHasTable] = useState(false);
  const labelOf = new Map(starts.map((start, index) => [start, String(labels[index])]));
  return (
    <SpaceBetween size="s">
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
        series={series.map(({ title: name, values }) => ({
          type: 'bar',
          title: name,
          data: values.map((value, index) => ({ x: String(starts[index]), y: height(value) })),
          valueFormatter: axis,
        }))}
        yTickFormatter={axis}
        xTickFormatter={(start) => labelOf.get(start) ?? start}
        {...(linkOf && {
          detailPopoverSeriesContent: ({ series: { title: name }, x, y }) => {
            const href = linkOf(starts.indexOf(x), series.find((each) => each.title === name)?.id);
            const figure = axis(y);
            return {
              key: name,
              value: href === undefined || y === 0 ? figure : <Link href={href}>{figure}</Link>,
            };
          },
        })}
        {...(footerOf && { detailPopoverFooter: (start) => footerOf(starts.indexOf(start)) })}
        empty={<Box textAlign="center">{props.empty}</Box>}
      />
      <div data-no-print>
        <ExpandableSection
          headerText={t('chart.table')}
          expanded={hasTable}
          onChange={({ detail }) => setHasTable(detail.expanded)}
        >
          {hasTable && <ChartTable {...props} />}
        </ExpandableSection>
      </div>
    </SpaceBetween>
  );
}

interface Row {
  readonly index: number;
  readonly label: string;
  readonly start: string;
  readonly values: readonly bigint[];
}

function ChartTable(props: StackedChartProps) {
  const { title, labels, starts = labels, series, show, exact, fileName, empty, linkOf } = props;
  const { t } = useTranslation('parts');
  const rows = labels.map(
    (label, index): Row => ({
      index,
      label,
      start: String(starts[index]),
      values: series.map(({ values }) => values[index] ?? 0n),
    }),
  );
  const total = ({ values }: Row) => values.reduce((sum, value) => sum + value, 0n);
  const linked = (href: string | undefined, content: ReactNode) =>
    href === undefined ? content : <Link href={href}>{content}</Link>;
  const figure = (
    id: string,
    header: string,
    value: (row: Row) => bigint,
    seriesId?: string,
  ): Column<Row> => ({
    id,
    header,
    cell: (row) => linked(value(row) === 0n ? undefined : linkOf?.(row.index, seriesId), show(value(row))),
    csv: (row) => exact(value(row)),
    isFigure: true,
  });
  return (
    <DataTable
      title={title}
      variant="embedded"
      columns={[
        {
          id: 'period',
          header: t('chart.period'),
          cell: ({ label }) => label,
          csv: ({ start }) => start,
        },
        ...series.map(({ id, title: name }, index) =>
          figure(`series-${index}`, name, ({ values }) => values[index] ?? 0n, id),
        ),
        figure('total', t('chart.total'), total),
      ]}
      items={rows}
      rowId={({ start }) => start}
      isLoading={false}
      empty={empty}
      fileName={fileName}
    />
  );
}
