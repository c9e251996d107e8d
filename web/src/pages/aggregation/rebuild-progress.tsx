import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Count } from '../../parts/figure.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { Instant } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { isOver, percentDone } from './rebuild.ts';

const POLL_INTERVAL_MS = 5_000;
const TYPES = {
  marking: 'in-progress',
  running: 'in-progress',
  finished: 'success',
  stalled: 'warning',
  interrupted: 'error',
} as const;

/** How far a rebuild is. */
export function RebuildProgress({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('aggregation');
  const { api } = useSession();
  const queries = useQueryClient();
  const rebuild = useQuery({
    queryKey: ['rebuild', id],
    queryFn: async ({ signal }) => {
      const found = await api.get('/v1/rebuilds/{id}', { path: { id }, signal });
      // What waits for the roll-up changes with it, and is on the same page.
      void queries.invalidateQueries({ queryKey: ['aggregations'] });
      return found;
    },
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL_INTERVAL_MS),
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t('rebuild.id', { id })}
          actions={<Button onClick={onClose}>{t('rebuild.close')}</Button>}
        >
          {t('rebuild.progress')}
        </Header>
      }
    >
      <QueryState query={rebuild}>
        {(found) => (
          <SpaceBetween size="m">
            <ProgressBar
              label={
                <StatusIndicator type={TYPES[found.status]}>
                  {t(`rebuild.statuses.${found.status}`)}
                </StatusIndicator>
              }
              value={percentDone(found)}
              additionalInfo={t('rebuild.left', { count: found.pendingHours, hours: found.hours })}
            />
            {(found.status === 'stalled' || found.status === 'interrupted') && (
              <Alert type="warning">{t(`rebuild.todos.${found.status}`)}</Alert>
            )}
            <KeyValuePairs
              columns={3}
              items={[
                { label: t('from'), value: <Instant at={found.from} /> },
                { label: t('to'), value: <Instant at={found.to} /> },
                { label: t('rebuild.startedAt'), value: <Instant at={found.startedAt} /> },
                { label: t('rebuild.repair'), value: t(found.repair ? 'rebuild.yes' : 'rebuild.no') },
                { label: t('rebuild.frozen'), value: <Count value={found.skippedFrozenHours} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </QueryState>
    </Container>
  );
}
