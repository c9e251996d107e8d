import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { NamedId } from '../../parts/named-id.tsx';
import { Instant } from '../../parts/times.tsx';
import type { Quality } from './add-quality.ts';

type Difference = Quality['consistency']['first'][number];

/** The first figures that are not what the records add up to. */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  const { t } = useTranslation('quality');
  const columns: readonly Column<Difference>[] = [
    { id: 'where', header: t('difference.where'), cell: ({ where }) => where, csv: ({ where }) => where },
    {
      id: 'from',
      header: t('difference.from'),
      cell: ({ from }) => <Instant at={from} />,
      csv: ({ from }) => from,
    },
    {
      id: 'whose',
      header: t('difference.whose'),
      cell: (difference) => <NamedId id={whose(difference)} name={difference.name} />,
      csv: whose,
    },
    {
      id: 'measure',
      header: t('difference.measure'),
      cell: ({ measure }) => measure ?? '–',
      csv: ({ measure }) => measure ?? '',
    },
    {
      id: 'expected',
      header: t('difference.expected'),
      cell: ({ expected }) => expected,
      csv: ({ expected }) => expected,
      isFigure: true,
    },
    {
      id: 'found',
      header: t('difference.found'),
      cell: ({ found }) => found,
      csv: ({ found }) => found,
      isFigure: true,
    },
  ];
  return (
    <DataTable
      title={t('difference.title')}
      variant="borderless"
      columns={columns}
      items={differences}
      rowId={(difference) => JSON.stringify(difference)}
      isLoading={false}
      empty={null}
      fileName="differences"
    />
  );
}

function whose({ accessKeyId, requestId, dimension, id, model, feature }: Difference): string {
  return [accessKeyId, requestId, dimension, id, model, feature]
    .filter((part) => part !== undefined)
    .join(' ');
}
