import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { LedgerProblem } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { describeProblem } from './describe-problem.ts';

export interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Where only loading the page again helps: a part of it did not arrive, and browsers and React remember that. */
  readonly needsReload?: boolean;
  /** Default: that it could not be loaded. */
  readonly title?: string;
}

/** Why something cannot be shown, and how to try again. */
export function ErrorState({ error, onRetry, needsReload, title }: ErrorStateProps) {
  const { t } = useTranslation('parts');
  const app = useTranslation('app').t;
  const retry = needsReload ? () => location.reload() : onRetry;
  const requestId = error instanceof LedgerProblem ? error.requestId : undefined;
  return (
    <Alert
      type="error"
      header={title ?? t('error.title')}
      action={retry && <Button onClick={retry}>{t(needsReload ? 'error.reload' : 'error.retry')}</Button>}
    >
      <Box variant="span">{describeProblem(error, app)}</Box>
      {requestId !== undefined && (
        <Box variant="small" display="block">
          {t('error.requestId', { requestId })}
        </Box>
      )}
    </Alert>
  );
}
