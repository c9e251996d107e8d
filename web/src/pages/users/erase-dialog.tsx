import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../parts/code-block.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { eraseCommand, type User } from './user.ts';

const STEPS = ['stop', 'run', 'remains'] as const;

/** How a user is erased: by an operator, as it takes minutes and cannot be undone. */
export function EraseDialog({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useTranslation('users');
  const { stage } = useSettings();
  return (
    <Modal
      visible
      size="large"
      header={t('erase.title', { name: user.name })}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>{t('erase.back')}</Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{t('erase.warning')}</Alert>
        <Box variant="p">{t('erase.explain')}</Box>
        <ol>
          {STEPS.map((step) => (
            <li key={step}>
              <Box variant="p">{t(`erase.${step}`)}</Box>
              {step === 'run' && <CodeBlock code={eraseCommand(stage, user.id)} label={t('erase.command')} />}
            </li>
          ))}
        </ol>
      </SpaceBetween>
    </Modal>
  );
}
