import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import type { Health } from './health-state.ts';

const TYPES = {
  ok: 'success',
  okInPart: 'success',
  lagging: 'warning',
  degraded: 'error',
  unanswered: 'pending',
} as const;

/** Whether the deployment works, in the same words on every page. */
export function HealthStatus({ state }: Pick<Health, 'state'>) {
  const { t } = useTranslation('parts');
  return <StatusIndicator type={TYPES[state]}>{t(`health.${state}`)}</StatusIndicator>;
}
