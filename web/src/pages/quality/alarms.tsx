import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import { Unbroken } from '../../parts/unbroken.tsx';
import type { HealthAnswer } from './answers.ts';

type Alarm = NonNullable<HealthAnswer['alarms']>[number];

/** The alarms that are active, and where the runbook says what to do. */
export function Alarms({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const { t } = useTranslation('quality');
  const zone = useZone();
  const columns: readonly Column<Alarm>[] = [
    {
      id: 'severity',
      header: t('severity'),
      cell: ({ severity }) => (
        <StatusIndicator type={severity === 'high' ? 'error' : 'warning'}>
          {t(`severities.${severity}`)}
        </StatusIndicator>
      ),
      csv: ({ severity }) => severity,
    },
    { id: 'name', header: t('alarm'), cell: ({ name }) => name, csv: ({ name }) => name },
    {
      id: 'meaning',
      header: t('meaning'),
      minWidth: 240,
      cell: ({ meaning }) => meaning ?? '–',
      csv: ({ meaning }) => meaning ?? '',
    },
    {
      id: 'runbook',
      header: t('runbook'),
      cell: ({ runbook }) => runbook ?? '–',
      csv: ({ runbook }) => runbook ?? '',
    },
    {
      id: 'since',
      header: t('sinceIn', { zone }),
      cell: ({ since }) => (
        <Unbroken>
          <Instant at={since} withoutZone />
        </Unbroken>
      ),
      csv: ({ since }) => since,
    },
  ];
  return (
    <DataTable
      title={t('alarms')}
      variant="borderless"
      columns={columns}
      items={alarms}
      rowId={({ name }) => name}
      isLoading={false}
      empty={null}
      wrapLines
      fileName="alarms"
    />
  );
}
