import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { showDuration } from '../../parts/durations.ts';
import { Count } from '../../parts/figure.tsx';
import { showShare } from '../../parts/figures.ts';
import type { Health as HealthReading } from '../../parts/health-state.ts';
import { HealthStatus } from '../../parts/health-status.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { QueryState } from '../../parts/query-state.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { Instant } from '../../parts/times.tsx';
import { useHealth } from '../../parts/use-health.ts';
import { useMay } from '../../session/session-provider.tsx';
import { Alarms } from './alarms.tsx';
import type { HealthAnswer } from './answers.ts';
import { figureName } from './figure-name.ts';
import { Queues } from './queues.tsx';
import { reasonDetails } from './reason-details.ts';

type ReasonCode = HealthAnswer['reasons'][number]['code'];

/** Where the console helps with a problem. */
const HELP = {
  dead_letters: ['listFailedMessages', '/failed-messages'],
  roll_up_silent: ['getAggregations', '/aggregation'],
  roll_up_behind: ['getAggregations', '/aggregation'],
} as const satisfies Partial<Record<ReasonCode, unknown>>;

/** How grave its reasons are. */
const ALERTS = {
  ok: 'info',
  okInPart: 'info',
  unanswered: 'info',
  lagging: 'warning',
  degraded: 'error',
} as const satisfies Record<HealthReading['state'], string>;

/** Whether the deployment works, and what to do if it does not. */
export function Health() {
  const { t } = useTranslation('quality');
  const { isEmulated } = useSettings();
  const health = useHealth();
  return (
    <Container header={<Header variant="h2">{t('deployment')}</Header>}>
      <QueryState query={health} lines={5}>
        {({ answer, state }) => (
          <SpaceBetween size="l">
            <Figures health={answer} state={state} />
            {[...new Set(answer.reasons.map(({ code }) => code))].map((code) => (
              <Reason key={code} code={code} answer={answer} state={state} />
            ))}
            {answer.unknown.length > 0 && (
              <Alert type="info" header={t('unknown')}>
                {t(isEmulated ? 'unknownHintEmulated' : 'unknownHint', {
                  names: answer.unknown
                    .map((part) => figureName(part, t))
                    .join(t('separator', { ns: 'parts' })),
                })}
              </Alert>
            )}
            {answer.alarms !== null && answer.alarms.length > 0 && <Alarms alarms={answer.alarms} />}
            <ExpandableSection headerText={t('queues')}>
              <Queues queues={answer.queues} />
            </ExpandableSection>
          </SpaceBetween>
        )}
      </QueryState>
    </Container>
  );
}

function Figures({ health, state }: { readonly health: HealthAnswer } & Pick<HealthReading, 'state'>) {
  const { t } = useTranslation('quality');
  const { language } = usePreferences();
  const { freshnessSeconds, rollUp, errors, quarantinedToday } = health;
  const unknown = t('notMeasured');
  return (
    <KeyValuePairs
      columns={3}
      items={[
        {
          label: t('status'),
          value: <HealthStatus state={state} />,
        },
        {
          label: t('freshness'),
          value:
            freshnessSeconds === null
              ? unknown
              : freshnessSeconds === 0
                ? t('upToDate')
                : t('behind', { duration: showDuration(freshnessSeconds, language) }),
        },
        {
          label: t('lastRollUp'),
          value:
            rollUp === null ? (
              unknown
            ) : rollUp.lastCompletedAt === undefined ? (
              t('never')
            ) : (
              <Instant at={rollUp.lastCompletedAt} />
            ),
        },
        {
          label: t('errorRate'),
          value: errors
            ? t('errorRateOf', {
                share: showShare(errors.records.errorRate, language),
                threshold: showShare(errors.records.threshold, language),
              })
            : unknown,
        },
        { label: t('serverErrors'), value: errors ? <Count value={errors.api.serverErrors} /> : unknown },
        {
          label: t('quarantinedToday'),
          value: quarantinedToday ? (
            <>
              <Count value={quarantinedToday.records} />
              {!quarantinedToday.complete && t('orMore')}
            </>
          ) : (
            unknown
          ),
        },
      ]}
    />
  );
}

interface ReasonProps extends HealthReading {
  readonly code: ReasonCode;
}

/** Each reason once: that several queues have it is in its details. */
function Reason({ code, answer, state }: ReasonProps) {
  const { t } = useTranslation('quality');
  const { language } = usePreferences();
  const may = useMay();
  const [operation, path] =
    (HELP as Partial<Record<ReasonCode, (typeof HELP)[keyof typeof HELP]>>)[code] ?? [];
  return (
    <Alert
      type={ALERTS[state]}
      header={t(`health.reasons.${code}`, { ns: 'parts' })}
      action={
        operation !== undefined && may(operation) && <Button href={addressOf(path)}>{t('look')}</Button>
      }
    >
      <Box variant="p">{t(`todo.${code}`)}</Box>
      {reasonDetails(code, answer, t, language).map((detail) => (
        <Box key={detail} variant="small" display="block">
          {detail}
        </Box>
      ))}
    </Alert>
  );
}
