import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CallerName } from '../../parts/caller-name.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { Instant } from '../../parts/times.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { ScheduleText } from './columns.tsx';
import type { Report } from './report.ts';
import { ReportRuns } from './report-runs.tsx';

export interface ReportDetailsProps {
  /** Null if there is no such report. */
  readonly query: UseQueryResult<Report | null>;
  readonly onDo: (what: 'change' | 'delete') => void;
  readonly onClose: () => void;
}

/** One report: what it is, its runs, and how to run it now. */
export function ReportDetails({ query, onDo, onClose }: ReportDetailsProps) {
  const { t } = useTranslation('reports');
  const parts = useTranslation('parts').t;
  const { api } = useSession();
  const queries = useQueryClient();
  const may = useMay();
  const report = query.data;
  const running = useMutation({
    mutationFn: (id: string) => api.post('/v1/reports/{id}/runs', { path: { id } }),
    onSettled: (_run, _error, id) => queries.invalidateQueries({ queryKey: ['report-runs', id] }),
  });
  return (
    <Modal
      visible
      size="max"
      header={report?.title ?? t('one')}
      onDismiss={onClose}
      footer={
        report && (
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              {may('deleteReport') && <Button onClick={() => onDo('delete')}>{t('delete.action')}</Button>}
              {may('changeReport') && <Button onClick={() => onDo('change')}>{t('change.action')}</Button>}
              {may('runReport') && (
                <Button
                  variant="primary"
                  loading={running.isPending}
                  onClick={() => running.mutate(report.id)}
                >
                  {t('run')}
                </Button>
              )}
            </SpaceBetween>
          </Box>
        )
      }
    >
      <QueryState query={query} lines={8}>
        {(answer) =>
          answer ? (
            <SpaceBetween size="l">
              <Facts report={answer} />
              {running.error !== null && <ErrorState error={running.error} title={parts('error.refused')} />}
              <ReportRuns reportId={answer.id} />
            </SpaceBetween>
          ) : (
            <EmptyState title={t('gone')}>{t('goneHint')}</EmptyState>
          )
        }
      </QueryState>
    </Modal>
  );
}

function Facts({ report }: { readonly report: Report }) {
  const { t } = useTranslation('reports');
  const files = useTranslation('files').t;
  const parts = useTranslation('parts').t;
  const { reportingTimeZone } = useSettings();
  const { range, schedule, delivery, format, what, savedBy, updatedAt, period, dimension } = report;
  return (
    <KeyValuePairs
      columns={4}
      items={[
        { label: t('range'), value: t(`ranges.${range}`) },
        {
          label: t('scheduleIn', { zone: reportingTimeZone }),
          value: <ScheduleText schedule={schedule} />,
        },
        { label: files('format'), value: files(`formats.${format}`) },
        {
          label: files('what'),
          value: [
            what.map((subject) => files(`subjects.${subject}`)),
            period ? files(`periods.${period}`) : [],
            dimension && dimension !== 'all' ? files(`dimensions.${dimension}`) : [],
          ]
            .flat()
            .join(parts('separator')),
        },
        { label: t('channels.topic'), value: t(delivery.topic ? 'yes' : 'no') },
        { label: t('channels.webhook'), value: delivery.webhook?.url ?? t('no') },
        { label: t('savedBy'), value: <CallerName id={savedBy.id} name={savedBy.name} /> },
        { label: t('updated'), value: <Instant at={updatedAt} /> },
      ]}
    />
  );
}
