import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import { wholeNumber } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Count } from '../../parts/figure.tsx';
import type { Sum } from '../../parts/figures.ts';
import type { AskedRange } from '../../parts/range.ts';
import { useMay } from '../../session/session-provider.tsx';
import type { Quality } from './add-quality.ts';
import { type Finding, type FindingName, findingsOf } from './findings-of.ts';

/** What was found in the range, and what to do about each. */
export function Findings({
  quality,
  range,
}: {
  readonly quality: UseQueryResult<Quality>;
  readonly range: AskedRange;
}) {
  const { t } = useTranslation('quality');
  const may = useMay();
  const columns: readonly Column<Finding>[] = [
    {
      id: 'finding',
      header: t('finding.title'),
      minWidth: 190,
      cell: ({ name, count, isWithoutOpenHour }) => (
        <>
          <StatusIndicator type={typeOf(name, count)}>{t(`finding.names.${name}`)}</StatusIndicator>
          {isWithoutOpenHour === true && (
            <Box variant="small" display="block" color="text-body-secondary">
              {t('finding.withoutOpenHour')}
            </Box>
          )}
        </>
      ),
      csv: ({ name }) => name,
    },
    {
      id: 'count',
      header: t('finding.count'),
      cell: ({ count, isMinimum, link }) => {
        const figure = (
          <>
            <Count value={count} />
            {isMinimum === true && t('orMore')}
          </>
        );
        return link && wholeNumber(count) > 0n && may(link[0]) ? (
          <Link href={link[1]}>{figure}</Link>
        ) : (
          figure
        );
      },
      csv: ({ count }) => count,
      isFigure: true,
    },
    {
      id: 'todo',
      header: t('finding.todo'),
      minWidth: 280,
      cell: ({ name }) => t(`finding.todos.${name}`),
    },
  ];
  return (
    <DataTable
      title={t('findings')}
      description={t('findingsHint')}
      columns={columns}
      items={quality.data ? findingsOf(quality.data, range) : []}
      rowId={({ name }) => name}
      isLoading={quality.isPending}
      error={quality.error}
      onRetry={() => void quality.refetch()}
      empty={null}
      wrapLines
      fileName="findings"
    />
  );
}

function typeOf(name: FindingName, count: Sum) {
  if (wholeNumber(count) === 0n) return 'success';
  return name === 'completions' || name === 'late' ? 'info' : 'warning';
}
