import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { IdInput } from '../../parts/id-input.tsx';
import type { Scope } from './access-key.ts';
import { ScopesField } from './scopes.tsx';

export interface KeySettings {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly ownerUserId?: string;
}

export interface KeyFormProps {
  readonly title: string;
  readonly action: string;
  readonly initial: KeySettings;
  readonly onSubmit: (settings: KeySettings) => Promise<unknown>;
  readonly onClose: () => void;
}

/** What a key is for, what it may do, and for whom. */
export function KeyForm({ title, action, initial, onSubmit, onClose }: KeyFormProps) {
  const { t } = useTranslation('access-keys');
  const parts = useTranslation('parts').t;
  const [name, setName] = useState(initial.name);
  const [owner, setOwner] = useState(initial.ownerUserId ?? '');
  const [scopes, setScopes] = useState(initial.scopes);
  const readsOwnOnly = scopes.includes('read:own') && !scopes.includes('read') && !scopes.includes('admin');
  return (
    <FormDialog
      title={title}
      action={action}
      check={() => ({
        '/name': name.trim() === '' ? parts('form.required') : undefined,
        '/scopes': scopes.length === 0 ? t('noScopes') : undefined,
        '/ownerUserId': readsOwnOnly && owner === '' ? t('ownerNeeded') : undefined,
      })}
      onSubmit={() => onSubmit({ name: name.trim(), scopes, ...(owner !== '' && { ownerUserId: owner }) })}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="l">
          <FormField label={t('name')} description={t('nameHint')} errorText={problems['/name']}>
            <Input value={name} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
          <ScopesField scopes={scopes} problem={problems['/scopes']} onChange={setScopes} />
          <FormField
            label={t('ownerOptional')}
            description={t('ownerHint')}
            errorText={problems['/ownerUserId']}
          >
            <IdInput dimension="user" value={owner} onChange={setOwner} />
          </FormField>
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
