import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StackedChartProps } from './chart-series.ts';
import { type Column, DataTable } from './data-table.tsx';
import { lazyPart } from './lazy.tsx';
import { hasRoomFor } from './periods.ts';
import { StackedBars } from './stacked-bars.tsx';
import styles from './stacked-chart.module.css';
import { useWidth } from './use-width.ts';

const StackedAreas = lazyPart(async () => (await import('./stacked-areas.tsx')).StackedAreas, 10);

/** A stacked chart over time, with its table, whose figures are exact, and their CSV. */
export function StackedChart(props: StackedChartProps) {
  const { t } = useTranslation('parts');
  const [ref, width] = useWidth<HTMLDivElement>();
  // A closed section would draw its table unseen, which takes longer than the chart.
  const [hasTable, setHasTable] = useState(false);
  return (
    <SpaceBetween size="s">
      <div ref={ref} className={styles.chart}>
        {width !== undefined &&
          (hasRoomFor(props.labels.length, width) ? <StackedBars {...props} /> : <StackedAreas {...props} />)}
      </div>
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
  readonly cells: readonly Cell[];
}

interface Cell {
  readonly value: bigint;
  readonly unpriced: bigint;
}

const NOTHING: Cell = { value: 0n, unpriced: 0n };

function ChartTable(props: StackedChartProps) {
  const { title, labels, starts = labels, series, show, exact, fileName, empty, linkOf } = props;
  const { t } = useTranslation('parts');
  const rows = labels.map(
    (label, index): Row => ({
      index,
      label,
      start: String(starts[index]),
      cells: series.map(({ values, unpriced }) => ({
        value: values[index] ?? 0n,
        unpriced: unpriced?.[index] ?? 0n,
      })),
    }),
  );
  const total = ({ index, cells }: Row) => ({
    value: cells.reduce((sum, { value }) => sum + value, 0n),
    unpriced: props.unpriced?.[index] ?? 0n,
  });
  const linked = (href: string | undefined, content: ReactNode) =>
    href === undefined ? content : <Link href={href}>{content}</Link>;
  const figure = (
    id: string,
    header: string,
    cellOf: (row: Row) => Cell | undefined,
    seriesId?: string,
  ): Column<Row> => ({
    id,
    header,
    cell: (row) => {
      const { value, unpriced } = cellOf(row) ?? NOTHING;
      return linked(value === 0n ? undefined : linkOf?.(row.index, seriesId), show(value, unpriced));
    },
    csv: (row) => exact((cellOf(row) ?? NOTHING).value),
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
          figure(`series-${index}`, name, ({ cells }) => cells[index], id),
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
