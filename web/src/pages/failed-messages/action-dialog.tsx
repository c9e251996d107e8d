import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { describeProblem } from '../../parts/describe-problem.ts';
import { notify } from '../../parts/notifications.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { actOnEach } from './act-on-each.ts';
import { type FailedMessage, nameOf } from './failed-message.ts';

export type Action = 'retry' | 'delete';

/** What is about to be done, and to which messages. */
export interface Asked {
  readonly action: Action;
  readonly messages: readonly FailedMessage[];
}

export interface ActionDialogProps extends Asked {
  /** With what was done, also if something was refused. */
  readonly onDone: (done: readonly FailedMessage[]) => void;
  readonly onClose: () => void;
}

/** Asks before messages are sent again or deleted, and says afterwards which were refused, and why. */
export function ActionDialog({ action, messages, onDone, onClose }: ActionDialogProps) {
  const { t } = useTranslation('failed-messages');
  const app = useTranslation('app').t;
  const { api } = useSession();
  const queries = useQueryClient();
  const [finished, setFinished] = useState(0);
  const count = messages.length;
  const act = async ({ id }: FailedMessage) =>
    action === 'retry'
      ? api.post('/v1/failed-messages/{id}/retry', { path: { id } })
      : api.delete('/v1/failed-messages/{id}', { path: { id } });
  const confirm = async () => {
    const { done, refused } = await actOnEach(messages, act, setFinished);
    await queries.invalidateQueries({ queryKey: ['failed-messages'] });
    if (done.length > 0) {
      onDone(done);
      notify({ type: 'success', content: t(`${action}.done`, { count: done.length }) });
    }
    for (const { message, error } of refused.slice(0, MAX_REFUSED)) {
      notify({
        type: 'error',
        header: t(`${action}.refused`, { name: nameOf(message) }),
        content: describeProblem(error, app),
      });
    }
    if (refused.length > MAX_REFUSED)
      notify({ type: 'error', content: t('moreRefused', { count: refused.length - MAX_REFUSED }) });
  };
  return (
    <ConfirmDialog
      title={t(`${action}.title`, { count })}
      action={t(`${action}.action`)}
      // Lost for ever: many at a time should not be one careless click.
      {...(action === 'delete' && count > 1 && { typeToConfirm: String(count) })}
      onConfirm={confirm}
      onClose={onClose}
    >
      <SpaceBetween size="xs">
        <Box>{t(`${action}.explain`, { count })}</Box>
        <Box variant="small">
          {messages.slice(0, MAX_NAMED).map(nameOf).join(', ')}
          {count > MAX_NAMED && ' …'}
        </Box>
        {finished > 0 && <Box variant="small">{t('progress', { finished, count })}</Box>}
      </SpaceBetween>
    </ConfirmDialog>
  );
}

const MAX_NAMED = 5;
const MAX_REFUSED = 3;
