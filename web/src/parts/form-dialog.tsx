import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './error-state.tsx';
import { type FieldProblems, refusedFields } from './field-problems.ts';

export interface FormDialogProps {
  readonly title: string;
  /** The verb on the button. */
  readonly action: string;
  /** What is wrong already, shown once the reader tries to send. The server decides about the rest. */
  readonly check: () => FieldProblems;
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
  /** The fields, with what is wrong with each. */
  readonly children: (problems: FieldProblems) => ReactNode;
}

/** A form in a dialog, sent by Enter. It stays open, with what was entered, if the server refuses it. */
export function FormDialog({ title, action, check, onSubmit, onClose, children }: FormDialogProps) {
  const { t } = useTranslation('parts');
  const formId = useId();
  const [wasTried, setWasTried] = useState(false);
  const sending = useMutation({ mutationFn: onSubmit });
  const own = check();
  const problems = { ...refusedFields(sending.error, t), ...(wasTried && own) };
  const submit = () => {
    setWasTried(true);
    if (Object.values(own).every((problem) => problem === undefined)) sending.mutate();
  };
  return (
    <Modal
      visible
      header={title}
      // A click beside the dialog must not lose what was entered.
      onDismiss={({ detail }) => detail.reason !== 'overlay' && onClose()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('confirm.cancel')}
            </Button>
            <Button variant="primary" formAction="submit" form={formId} loading={sending.isPending}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!sending.isPending) submit();
        }}
      >
        <SpaceBetween size="m">
          {children(problems)}
          {sending.error !== null && <ErrorState error={sending.error} title={t('error.refused')} />}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
