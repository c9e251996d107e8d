import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Count } from '../../parts/figure.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { SentenceGap } from '../../parts/sentence-gap.tsx';
import { Instant } from '../../parts/times.tsx';
import type { Quality } from './add-quality.ts';
import { Differences } from './differences.tsx';

const PERIODS = ['hour', 'day', 'month'] as const;

/** Whether statistics hold what the records do. */
export function Checks({ quality }: { readonly quality: UseQueryResult<Quality> }) {
  const { t } = useTranslation('quality');
  return (
    <Container
      header={
        <Header variant="h2" description={t('checksHint')}>
          {t('checks')}
        </Header>
      }
    >
      <QueryState query={quality} lines={5}>
        {({ status, next, hours, completeness, consistency, sample }) => (
          <SpaceBetween size="l">
            <KeyValuePairs
              columns={4}
              minColumnWidth={170}
              items={[
                {
                  label: t('agreement'),
                  value: (
                    <StatusIndicator type={status === 'ok' ? 'success' : 'error'}>
                      {status === 'ok' ? t('agrees') : t('differences', { count: consistency.differences })}
                    </StatusIndicator>
                  ),
                },
                ...PERIODS.map((period) => ({
                  label: t(`complete.${period}`),
                  value: <Found {...completeness[period]} />,
                })),
                { label: t('hoursCompared'), value: <Count value={hours.compared} /> },
                { label: t('hoursPending'), value: <Count value={hours.pending + hours.open} /> },
                { label: t('hoursLeftOut'), value: <Count value={hours.frozen + hours.tooLarge} /> },
                { label: t('sampled'), value: <Count value={sample.copies + sample.claims} /> },
              ]}
            />
            {next !== undefined && (
              <Alert type="warning" header={t('notAll')}>
                {t('notAllHint')}
                <SentenceGap />
                <Instant at={next} />
              </Alert>
            )}
            {status === 'differences' && <Alert type="error">{t('differencesTodo')}</Alert>}
            {consistency.first.length > 0 && <Differences differences={consistency.first} />}
          </SpaceBetween>
        )}
      </QueryState>
    </Container>
  );
}

function Found({ expected, found }: Quality['completeness']['hour']) {
  const { t } = useTranslation('quality');
  // Nothing to find is nothing that was checked.
  if (String(expected) === '0' && String(found) === '0') return '–';
  return (
    <StatusIndicator type={String(expected) === String(found) ? 'success' : 'error'}>
      <Count value={found} /> {t('of')} <Count value={expected} />
    </StatusIndicator>
  );
}
