import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './error-state.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  /** What happens, and whether it can be undone. */
  readonly children: ReactNode;
  /** The verb on the button: "Delete", never "OK". */
  readonly action: string;
  /** For what cannot be undone: the reader types this first. */
  readonly typeToConfirm?: string;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before a destructive operation, and stays open with the problem if it fails. */
export function ConfirmDialog({
  title,
  children,
  action,
  typeToConfirm,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const { t } = useTranslation('parts');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('confirm.cancel')}
            </Button>
            <Button
              variant="primary"
              loading={busy}
              disabled={typeToConfirm !== undefined && typed !== typeToConfirm}
              onClick={() => void confirm()}
            >
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{children}</Alert>
        {typeToConfirm !== undefined && (
          <FormField label={t('confirm.type', { text: typeToConfirm })}>
            <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
          </FormField>
        )}
        {error !== undefined && <ErrorState error={error} title={t('error.refused')} />}
      </SpaceBetween>
    </Modal>
  );
}
