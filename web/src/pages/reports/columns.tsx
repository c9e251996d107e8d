import Link from '@cloudscape-design/components/link';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { CallerName } from '../../parts/caller-name.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import { Unbroken } from '../../parts/unbroken.tsx';
import type { ReportSummary, Schedule } from './report.ts';

/** When a report runs, in words. Its clock is that of the reporting time zone. */
export function ScheduleText({ schedule }: { readonly schedule: Schedule | undefined }) {
  const { t } = useTranslation('reports');
  if (!schedule) return <span>{t('schedules.never')}</span>;
  const { frequency, time, weekday = 'monday', dayOfMonth = 1 } = schedule;
  return (
    <span>{t(`schedules.${frequency}`, { time, weekday: t(`weekdays.${weekday}`), day: dayOfMonth })}</span>
  );
}

/** What the list shows of each report, and in its CSV file. */
export function useReportColumns(
  onOpen: (report: ReportSummary) => void,
  timeZone: string,
): readonly Column<ReportSummary>[] {
  const { t } = useTranslation('reports');
  const files = useTranslation('files').t;
  const parts = useTranslation('parts').t;
  const zone = useZone();
  return [
    {
      id: 'title',
      header: t('name'),
      cell: (report) => (
        <Link
          href={addressOf('/reports', { report: report.id })}
          onFollow={(event) => {
            event.preventDefault();
            onOpen(report);
          }}
        >
          {report.title}
        </Link>
      ),
      csv: ({ title }) => title,
      compare: (a, b) => a.title.localeCompare(b.title),
    },
    {
      id: 'range',
      header: t('range'),
      cell: ({ range }) => <Unbroken>{t(`ranges.${range}`)}</Unbroken>,
      csv: ({ range }) => range,
    },
    {
      id: 'schedule',
      header: t('scheduleIn', { zone: timeZone }),
      cell: ({ schedule }) => <ScheduleText schedule={schedule} />,
      csv: ({ schedule }) => (schedule ? Object.values(schedule).join(' ') : ''),
      isShownNarrow: false,
    },
    {
      id: 'what',
      header: files('what'),
      cell: ({ what }) => what.map((subject) => files(`subjects.${subject}`)).join(parts('separator')),
      csv: ({ what }) => what.join(' '),
      isShownNarrow: false,
    },
    {
      id: 'format',
      isShownSnug: false,
      header: files('format'),
      cell: ({ format }) => files(`formats.${format}`),
      csv: ({ format }) => format,
      isShownNarrow: false,
    },
    {
      id: 'delivery',
      header: t('delivery'),
      cell: ({ delivery: { topic, webhook } }) =>
        [topic ? t('channels.topic') : [], webhook ? t('channels.webhook') : []]
          .flat()
          .join(parts('separator')) || '–',
      csv: ({ delivery: { topic, webhook } }) =>
        [topic ? 'topic' : [], webhook ? 'webhook' : []].flat().join(' '),
      isShownNarrow: false,
    },
    {
      id: 'savedBy',
      isShownSnug: false,
      header: t('savedBy'),
      cell: ({ savedBy }) => <CallerName id={savedBy.id} name={savedBy.name} isNarrow />,
      csv: ({ savedBy }) => savedBy.id,
      isShownNarrow: false,
    },
    {
      id: 'updatedAt',
      header: t('updatedIn', { zone }),
      cell: ({ updatedAt }) => <Instant at={updatedAt} withoutZone />,
      csv: ({ updatedAt }) => updatedAt,
      compare: (a, b) => a.updatedAt.localeCompare(b.updatedAt),
      isShown: false,
    },
  ];
}
