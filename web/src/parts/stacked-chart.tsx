import BarChart from '@cloudscape-design/components/bar-chart';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from './data-table.tsx';

export interface ChartSeries {
  readonly id: string;
  readonly title: string;
  /** One value for each label. */
  readonly values: readonly bigint[];
}

export interface StackedChartProps {
  readonly title: string;
  /** Of the periods, in order. */
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  /** The height of a bar: a chart needs floats, so it is near enough for drawing only. */
  readonly height: (value: bigint) => number;
  readonly axis: (height: number) => string;
  readonly show: (value: bigint) => ReactNode;
  readonly exact: (value: bigint) => string;
  readonly fileName: string;
  readonly empty: ReactNode;
}

/** A stacked chart over time, with its table, whose figures are exact, and their CSV. */
export function StackedChart(props: StackedChartProps) {
  const { title, labels, series, height, axis } = props;
  const { t } = useTranslation('parts');
  return (
    <SpaceBetween size="s">
      <BarChart
        stackedBars
        hideFilter
        height={260}
        ariaLabel={title}
        xScaleType="categorical"
        xDomain={labels}
        yTitle={t('chart.axis', { title })}
        emphasizeBaselineAxis={false}
        detailPopoverSize="medium"
        series={series.map(({ title: name, values }) => ({
          type: 'bar',
          title: name,
          data: values.map((value, index) => ({ x: String(labels[index]), y: height(value) })),
          valueFormatter: axis,
        }))}
        yTickFormatter={axis}
        empty={<Box textAlign="center">{props.empty}</Box>}
      />
      <div data-no-print>
        <ExpandableSection headerText={t('chart.table')}>
          <ChartTable {...props} />
        </ExpandableSection>
      </div>
    </SpaceBetween>
  );
}

interface Row {
  readonly label: string;
  readonly values: readonly bigint[];
}

function ChartTable({ title, labels, series, show, exact, fileName, empty }: StackedChartProps) {
  const { t } = useTranslation('parts');
  const rows = labels.map(
    (label, index): Row => ({
      label,
      values: series.map(({ values }) => values[index] ?? 0n),
    }),
  );
  const total = ({ values }: Row) => values.reduce((sum, value) => sum + value, 0n);
  const figure = (id: string, header: string, value: (row: Row) => bigint): Column<Row> => ({
    id,
    header,
    cell: (row) => show(value(row)),
    csv: (row) => exact(value(row)),
    isFigure: true,
  });
  return (
    <DataTable
      title={title}
      variant="embedded"
      columns={[
        { id: 'period', header: t('chart.period'), cell: ({ label }) => label, csv: ({ label }) => label },
        ...series.map(({ id, title: name }, index) => figure(id, name, ({ values }) => values[index] ?? 0n)),
        figure('total', t('chart.total'), total),
      ]}
      items={rows}
      rowId={({ label }) => label}
      isLoading={false}
      empty={empty}
      fileName={fileName}
    />
  );
}
