import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../parts/form-dialog.tsx';

export interface UserSettings {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
}

export interface UserFormProps {
  readonly title: string;
  readonly action: string;
  /** Without one, the reader enters the id, too. */
  readonly initial?: UserSettings;
  readonly onSubmit: (settings: UserSettings) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Who a user is. The id stays, as records have it. */
export function UserForm({ title, action, initial, onSubmit, onClose }: UserFormProps) {
  const { t } = useTranslation('users');
  const parts = useTranslation('parts').t;
  const [id, setId] = useState(initial?.id ?? '');
  const [name, setName] = useState(initial?.name ?? '');
  const [email, setEmail] = useState(initial?.email ?? '');
  return (
    <FormDialog
      title={title}
      action={action}
      check={() => ({
        '/id': id === '' ? parts('form.required') : undefined,
        '/name': name.trim() === '' ? parts('form.required') : undefined,
      })}
      onSubmit={() =>
        onSubmit({ id, name: name.trim(), ...(email.trim() !== '' && { email: email.trim() }) })
      }
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="l">
          <FormField label={t('id')} description={t('idHint')} errorText={problems['/id']}>
            <Input
              value={id}
              readOnly={initial !== undefined}
              onChange={({ detail }) => setId(detail.value)}
            />
          </FormField>
          <FormField label={t('name')} description={t('nameHint')} errorText={problems['/name']}>
            <Input value={name} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
          <FormField label={t('emailOptional')} errorText={problems['/email']}>
            <Input value={email} inputMode="email" onChange={({ detail }) => setEmail(detail.value)} />
          </FormField>
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
