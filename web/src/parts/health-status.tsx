import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { AnswerOf } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';

const TYPES = { ok: 'success', lagging: 'warning', degraded: 'error' } as const;

/** Whether the deployment works, in the same words on every page. */
export function HealthStatus({ status }: Pick<AnswerOf<'get', '/v1/health'>, 'status'>) {
  const { t } = useTranslation('parts');
  return <StatusIndicator type={TYPES[status]}>{t(`health.${status}`)}</StatusIndicator>;
}
