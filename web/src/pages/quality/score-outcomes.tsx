import { useTranslation } from 'react-i18next';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count } from '../../parts/figure.tsx';
import { Instant } from '../../parts/times.tsx';
import type { AuditedDay } from './answers.ts';

/** Where the last audit found figures that differed, and what became of them. */
export function ScoreOutcomes({ outcomes }: Pick<AuditedDay, 'outcomes'>) {
  const { t } = useTranslation('quality');
  return (
    <DataTable
      title={t('score.outcomes')}
      variant="embedded"
      columns={[
        {
          id: 'kind',
          header: t('score.place'),
          cell: ({ kind }) => t(`score.places.${kind}`),
          csv: ({ kind }) => kind,
        },
        {
          id: 'from',
          header: t('score.from'),
          cell: ({ from }) => <Instant at={from} />,
          csv: ({ from }) => from,
        },
        {
          id: 'figures',
          header: t('score.figures'),
          cell: ({ figures }) => <Count value={figures} />,
          csv: ({ figures }) => figures,
          isFigure: true,
        },
        {
          id: 'outcome',
          header: t('score.outcome'),
          cell: ({ outcome }) => t(`score.outcomeNames.${outcome}`),
          csv: ({ outcome }) => outcome,
        },
      ]}
      items={outcomes}
      rowId={({ kind, from }) => `${kind} ${from}`}
      isLoading={false}
      empty={<EmptyState title={t('score.empty')}>{t('score.emptyHint')}</EmptyState>}
      fileName="audit-outcomes"
    />
  );
}
