import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Health } from '../../parts/health-state.ts';
import { HealthStatus } from '../../parts/health-status.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { Instant } from '../../parts/times.tsx';
import { useHealth } from '../../parts/use-health.ts';
import { useMay } from '../../session/session-provider.tsx';
import type { Overview } from './use-overview.ts';

/** How current the figures are. */
export function Freshness({ overview }: { readonly overview: UseQueryResult<Overview> }) {
  const { t } = useTranslation('overview');
  const may = useMay();
  // A deployment may be without the health check; the page then does without it, too.
  const { data: health } = useHealth(may('getHealth'));
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
              {
                label: t('rollUp'),
                value:
                  pendingHours.length === 0
                    ? t('noPendingHours')
                    : t('pendingHours', { count: pendingHours.length }),
              },
              ...(health
                ? [
                    {
                      label: t('health'),
                      value: (
                        <>
                          <HealthStatus state={health.state} />
                          <Reasons health={health} />
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

/** Why the deployment is not healthy, in a few words each. */
function Reasons({ health }: { readonly health: Health }) {
  const { t } = useTranslation('parts');
  const codes = new Set(health.answer.reasons.map(({ code }) => code));
  return [...codes].map((code) => (
    <Box key={code} variant="small" display="block">
      {t(`health.reasons.${code}`)}
    </Box>
  ));
}
