import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { showDuration } from '../../parts/durations.ts';
import { Count } from '../../parts/figure.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import type { HealthAnswer } from './answers.ts';

type QueueName = keyof HealthAnswer['queues'];
type Row = HealthAnswer['queues'][QueueName] & { readonly name: QueueName };
const NAMES = ['live', 'bulk', 'notifications', 'exports'] as const satisfies readonly QueueName[];

/** What waits in each queue. */
export function Queues({ queues }: Pick<HealthAnswer, 'queues'>) {
  const { t } = useTranslation('quality');
  const { language } = usePreferences();
  const figure = (id: 'visible' | 'inFlight' | 'deadLetters'): Column<Row> => ({
    id,
    header: t(`queue.${id}`),
    cell: ({ [id]: count }) => (count === null ? '–' : <Count value={count} />),
    csv: ({ [id]: count }) => count ?? '',
    isFigure: true,
  });
  const columns: readonly Column<Row>[] = [
    {
      id: 'name',
      header: t('queue.name'),
      cell: ({ name }) => t(`queue.names.${name}`),
      csv: ({ name }) => name,
    },
    figure('visible'),
    figure('inFlight'),
    {
      id: 'oldest',
      header: t('queue.oldest'),
      cell: ({ oldestSeconds }) => (oldestSeconds === null ? '–' : showDuration(oldestSeconds, language)),
      csv: ({ oldestSeconds }) => oldestSeconds ?? '',
      isFigure: true,
    },
    figure('deadLetters'),
  ];
  return (
    <DataTable
      title={t('queues')}
      variant="borderless"
      columns={columns}
      items={NAMES.map((name) => ({ name, ...queues[name] }))}
      rowId={({ name }) => name}
      isLoading={false}
      empty={null}
      fileName="queues"
    />
  );
}
