import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { HealthStatus } from '../../parts/health-status.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { Instant } from '../../parts/times.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import type { Overview } from './use-overview.ts';

/** How current the figures are. */
export function Freshness({ overview }: { readonly overview: UseQueryResult<Overview> }) {
  const { t } = useTranslation('overview');
  const { api } = useSession();
  const may = useMay();
  // A deployment may be without the health check; the page then does without it, too.
  const health = useQuery({
    queryKey: ['health'],
    enabled: may('getHealth'),
    queryFn: ({ signal }) => api.get('/v1/health', { signal }),
    refetchInterval: REFRESH_INTERVAL_MS,
  });
  return (
    <Container header={<Header variant="h2">{t('freshness')}</Header>} fitHeight>
      <QueryState query={overview}>
        {({ asOf, exact, pendingHours }) => (
          <KeyValuePairs
            columns={2}
            items={[
              { label: t('countedUntil'), value: <Instant at={asOf} /> },
              {
                label: t('figures'),
                value: exact ? (
                  <StatusIndicator>{t('exact')}</StatusIndicator>
                ) : (
                  <StatusIndicator type="pending">{t('inexact')}</StatusIndicator>
                ),
              },
              { label: t('pending'), value: t('pendingHours', { count: pendingHours.length }) },
              ...(health.data
                ? [
                    {
                      label: t('health'),
                      value: (
                        <>
                          <HealthStatus status={health.data.status} />
                          {may('getQuality') && (
                            <Box variant="small" display="block">
                              <Link href="#/quality">{t('showHealth')}</Link>
                            </Box>
                          )}
                        </>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </QueryState>
    </Container>
  );
}
