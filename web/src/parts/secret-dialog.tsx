import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './code-block.module.css';

export interface SecretDialogProps {
  readonly title: string;
  readonly secret: string;
  /** What to do with it. */
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** Shows a secret that the ledger returns once. It is in memory until the dialog closes; only its button closes it. */
export function SecretDialog({ title, secret, children, onClose }: SecretDialogProps) {
  const { t } = useTranslation('parts');
  const [wasCopied, setWasCopied] = useState(false);
  return (
    <Modal
      visible
      header={title}
      onDismiss={({ detail }) => detail.reason === 'closeButton' && onClose()}
      footer={
        <Box float="right">
          <Button variant={wasCopied ? 'primary' : 'normal'} onClick={onClose}>
            {t('secret.stored')}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{t('secret.once')}</Alert>
        <SpaceBetween size="xs">
          <pre className={styles.secret} data-secret>
            {secret}
          </pre>
          <CopyToClipboard
            copyButtonText={t('secret.copy')}
            textToCopy={secret}
            copySuccessText={t('copy.done')}
            copyErrorText={t('copy.failed')}
            onCopySuccess={() => setWasCopied(true)}
          />
        </SpaceBetween>
        {children}
      </SpaceBetween>
    </Modal>
  );
}
