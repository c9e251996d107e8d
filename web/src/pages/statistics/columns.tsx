import Box from '@cloudscape-design/components/box';
import { nanoDollars, wholeNumber } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../parts/data-table.tsx';
import { filterOfPart } from '../../parts/division.ts';
import { ExactCount, ExactMoney } from '../../parts/figure.tsx';
import { exactMeasure } from '../../parts/measure-figure.tsx';
import {
  cacheWritesOf,
  compareBigInts,
  isMoney,
  type Measure,
  measureOf,
  unpricedIn,
} from '../../parts/measures.ts';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { PartName } from '../../parts/part-name.tsx';
import { RecordsLink } from '../../parts/records-link.tsx';
import type { Subject } from '../../parts/subject.ts';
import { useAxisTitle, useTimes } from '../../parts/times.tsx';
import type { Period, Rows } from './parameters.ts';
import type { StatisticsRow } from './use-statistics.ts';

/** With all cache writes together, so that input, output and cache add up to the total. */
const SHOWN: readonly Measure[] = ['requests', 'errors', 'cost', 'total', 'input', 'output', 'cacheRead'];
/** Parts of the total: shown all or none. A small screen has no room for them beside the column of names. */
const PARTS: readonly Measure[] = ['input', 'output', 'cacheRead'];
const FIGURES: readonly Measure[] = [
  'requests',
  'errors',
  'cost',
  'total',
  'input',
  'output',
  'cacheRead',
  'cacheCreation5m',
  'cacheCreation1h',
  'cacheCreationUnattributed',
  'effective',
  'discount',
  'unpricedRequests',
  'uncertainRequests',
  'billedElsewhereRequests',
];

export interface Shown {
  readonly rows: Rows;
  readonly period: Period;
  readonly subject: Subject;
}

/** Every counter of a row, exact on screen as in the file. */
export function useStatisticsColumns({ rows, period, subject }: Shown): readonly Column<StatisticsRow>[] {
  const { t } = useTranslation('statistics');
  const parts = useTranslation('parts').t;
  const times = useTimes();
  const isNarrow = useIsNarrow();
  const axisTitle = useAxisTitle();
  const filterOf = (row: StatisticsRow) =>
    rows === 'all' ? subject.filter : filterOfPart(subject.filter, rows, row.id);
  const figure = (name: Measure): Column<StatisticsRow> => ({
    id: name,
    header: parts(`measures.${name}`),
    cell: (row) => {
      const value = measureOf(row, name);
      if (isMoney(name))
        return <ExactMoney usd={value} unpriced={unpricedIn(row, name)} requests={row.requests} />;
      if (name !== 'requests' || value === 0n) return <ExactCount value={value} />;
      return (
        <RecordsLink range={{ from: row.from, to: row.to }} filter={filterOf(row)}>
          <ExactCount value={value} />
        </RecordsLink>
      );
    },
    csv: (row) => exactMeasure(name, measureOf(row, name)),
    compare: (a, b) => compareBigInts(measureOf(a, name), measureOf(b, name)),
    isFigure: true,
    // Beside names there is no room for them.
    isShown: SHOWN.includes(name) && (rows === 'all' || name !== 'errors'),
    isShownNarrow: name === 'cost',
    isShownSnug: rows === 'all' ? name !== 'errors' : !PARTS.includes(name),
  });
  const cacheWrites: Column<StatisticsRow> = {
    id: 'cacheWrites',
    header: t('cacheWrites'),
    cell: (row) => <ExactCount value={cacheWritesOf(row)} />,
    csv: (row) => String(cacheWritesOf(row)),
    compare: (a, b) => compareBigInts(cacheWritesOf(a), cacheWritesOf(b)),
    isFigure: true,
    isShownNarrow: false,
    isShownSnug: rows === 'all',
  };
  return [
    {
      id: 'from',
      header: axisTitle(period),
      cell: ({ from }) => times.fullPeriodStart(from, period),
      csv: ({ from }) => from,
      compare: (a, b) => Date.parse(a.from) - Date.parse(b.from),
      isShownNarrow: rows === 'all',
    },
    {
      id: 'to',
      header: t('until'),
      cell: ({ to }) => times.minute(to),
      csv: ({ to }) => to,
      isShown: false,
    },
    ...(rows === 'all'
      ? []
      : [
          {
            id: 'id',
            header: parts(`filter.${rows}`),
            cell: (row: StatisticsRow) => (
              <>
                <PartName division={rows} id={row.id} name={row.name} isNarrow />
                {isNarrow && (
                  <Box variant="small" display="block">
                    {times.fullPeriodStart(row.from, period)}
                  </Box>
                )}
              </>
            ),
            csv: ({ id }: StatisticsRow) => id,
            compare: (a: StatisticsRow, b: StatisticsRow) => (a.name ?? a.id).localeCompare(b.name ?? b.id),
          },
          {
            id: 'name',
            header: t('name'),
            cell: ({ name }: StatisticsRow) => name ?? '–',
            csv: ({ name }: StatisticsRow) => name ?? '',
            isShown: false,
          },
        ]),
    ...FIGURES.flatMap((name) => (name === 'cacheRead' ? [figure(name), cacheWrites] : figure(name))),
    {
      id: 'listCost',
      header: t('listCost'),
      cell: ({ cost, requests }) => (
        <ExactMoney usd={cost.listUsd} unpriced={cost.unpricedRequests} requests={requests} />
      ),
      csv: ({ cost }) => cost.listUsd,
      compare: (a, b) => compareBigInts(nanoDollars(a.cost.listUsd), nanoDollars(b.cost.listUsd)),
      isFigure: true,
      isShown: false,
    },
    {
      id: 'reported',
      header: t('reported'),
      cell: ({ tokens }) => <ExactCount value={tokens.reported} />,
      csv: ({ tokens }) => tokens.reported,
      compare: (a, b) => compareBigInts(wholeNumber(a.tokens.reported), wholeNumber(b.tokens.reported)),
      isFigure: true,
      isShown: false,
    },
  ];
}
