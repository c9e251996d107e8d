import Box from '@cloudscape-design/components/box';
import { useTranslation } from 'react-i18next';
import { SecretDialog } from '../../parts/secret-dialog.tsx';

/** The secret of a webhook, in the answer to the request that made it. */
export interface IssuedSecret {
  readonly budgetName: string;
  readonly secret: string;
}

export interface WebhookSecretProps {
  readonly issued: IssuedSecret;
  readonly onClose: () => void;
}

/** What the receiver of a webhook verifies deliveries with. */
export function WebhookSecret({ issued: { budgetName, secret }, onClose }: WebhookSecretProps) {
  const { t } = useTranslation('budgets');
  return (
    <SecretDialog title={t('secret.title', { name: budgetName })} secret={secret} onClose={onClose}>
      <Box>{t('secret.explain')}</Box>
    </SecretDialog>
  );
}
