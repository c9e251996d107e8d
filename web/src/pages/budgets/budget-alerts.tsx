import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Instant } from '../../parts/times.tsx';
import { Amount } from './amount.tsx';
import { type Budget, stateWithoutAlert } from './budget.ts';

type Alert = Budget['current']['alerts'][number];

const CSV_STATES = { fired: 'fired', notReached: 'not reached', notChecked: 'not checked' } as const;

interface Row {
  readonly id: string;
  readonly threshold: number;
  readonly alert: Alert | undefined;
}

/** Each threshold with its alert: when it fired in this period, and where it arrived. */
export function BudgetAlerts({ budget }: { readonly budget: Budget }) {
  const { t } = useTranslation('budgets');
  const parts = useTranslation('parts').t;
  const { thresholds, current, unit } = budget;
  const { alerts } = current;
  // Thresholds that were removed keep the alerts they had.
  const rows: readonly Row[] = [
    ...alerts.map((alert) => ({ id: alert.id, threshold: alert.threshold, alert })),
    ...thresholds
      .filter((threshold) => !alerts.some((alert) => alert.threshold === threshold))
      .map((threshold) => ({ id: String(threshold), threshold, alert: undefined })),
  ].toSorted((a, b) => a.threshold - b.threshold);
  const columns: readonly Column<Row>[] = [
    {
      id: 'threshold',
      header: t('threshold'),
      cell: ({ threshold }) => `${threshold}%`,
      csv: ({ threshold }) => threshold,
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ threshold, alert }) =>
        alert ? (
          <StatusIndicator type="warning">{t('fired')}</StatusIndicator>
        ) : (
          <StatusIndicator type="pending">{t(stateWithoutAlert(current, threshold))}</StatusIndicator>
        ),
      csv: ({ threshold, alert }) => CSV_STATES[alert ? 'fired' : stateWithoutAlert(current, threshold)],
    },
    {
      id: 'firedAt',
      header: t('firedAt'),
      cell: ({ alert }) => (alert ? <Instant at={alert.firedAt} /> : '–'),
      csv: ({ alert }) => alert?.firedAt ?? '',
    },
    {
      id: 'ofAmount',
      header: t('ofAmount'),
      cell: ({ alert }) => (alert ? <Amount unit={unit} value={alert.amount} /> : '–'),
      csv: ({ alert }) => alert?.amount ?? '',
    },
    {
      id: 'deliveredTo',
      header: t('deliveredTo'),
      cell: ({ alert }) => {
        if (!alert) return '–';
        if (alert.deliveredTo.length === 0)
          return <StatusIndicator type="in-progress">{t('notDelivered')}</StatusIndicator>;
        return alert.deliveredTo.map((channel) => t(`channels.${channel}`)).join(parts('separator'));
      },
      csv: ({ alert }) => alert?.deliveredTo.join(' ') ?? '',
    },
  ];
  return (
    <DataTable
      title={t('alertsTitle')}
      description={t('alertsHint')}
      variant="embedded"
      columns={columns}
      items={rows}
      rowId={({ id }) => id}
      isLoading={false}
      empty={<EmptyState title={t('notReached')} />}
      fileName="budget-alerts"
    />
  );
}
