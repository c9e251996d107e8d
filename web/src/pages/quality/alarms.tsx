import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import { Unbroken } from '../../parts/unbroken.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { ALARM_PLACES, type AlarmSection, sectionOf } from './alarm-sections.ts';
import type { HealthAnswer } from './answers.ts';
import { CONFLICTS_ID } from './conflicts.tsx';

type Alarm = NonNullable<HealthAnswer['alarms']>[number];

/** By the section of the runbook, as the API's sentence is English; that sentence where another version has more sections. */
function meaningOf({ meaning, runbook }: Alarm, t: TFunction<'quality'>): string | undefined {
  const section = sectionOf(runbook);
  return section ? t(`alarmMeanings.${section}`) : meaning;
}

/** The alarms that are active, and where to act on each. */
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
      minWidth: 200,
      cell: (alarm) => <Todo alarm={alarm} />,
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

/** The page that helps, and the section of the runbook, which has more: as a link where the runbook is published. */
function Todo({ alarm: { runbook, runbookUrl } }: { readonly alarm: Alarm }) {
  const { t } = useTranslation('quality');
  const section = sectionOf(runbook);
  if (runbook === undefined) return '–';
  const text = t('runbookSection', { section: section ? t(`runbookSections.${section}`) : runbook });
  return (
    <>
      {section && <Place section={section} />}
      <Box variant="small" display="block">
        {runbookUrl === undefined ? (
          text
        ) : (
          <Link href={runbookUrl} external fontSize="body-s">
            {text}
          </Link>
        )}
      </Box>
    </>
  );
}

function Place({ section }: { readonly section: AlarmSection }) {
  const { t } = useTranslation('quality');
  const may = useMay();
  const place = (
    ALARM_PLACES as Partial<Record<AlarmSection, (typeof ALARM_PLACES)[keyof typeof ALARM_PLACES]>>
  )[section];
  if (!place) return null;
  const [name, operation, address] = place;
  if (!may(operation)) return null;
  if (address !== undefined) return <Link href={address}>{t(`act.${name}`)}</Link>;
  return (
    <Link
      href="#"
      onFollow={(event) => {
        event.preventDefault();
        document.getElementById(CONFLICTS_ID)?.scrollIntoView();
      }}
    >
      {t(`act.${name}`)}
    </Link>
  );
}
