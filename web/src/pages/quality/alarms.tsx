import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import { Unbroken } from '../../parts/unbroken.tsx';
import { ALARM_SECTIONS } from './alarm-sections.ts';
import type { HealthAnswer } from './answers.ts';

type Alarm = NonNullable<HealthAnswer['alarms']>[number];

/** By the section of the runbook, as the API's sentence is English; that sentence where another version has more sections. */
function meaningOf({ meaning, runbook }: Alarm, t: TFunction<'quality'>): string | undefined {
  const section = ALARM_SECTIONS.find((name) => name === runbook);
  return section ? t(`alarmMeanings.${section}`) : meaning;
}

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
      cell: (alarm) => meaningOf(alarm, t) ?? '–',
      csv: (alarm) => meaningOf(alarm, t) ?? '',
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
