import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { POWERFUL_SCOPES, SCOPE_TEXTS, SCOPES, type Scope } from './access-key.ts';

export function ScopeBadges({ scopes }: { readonly scopes: readonly Scope[] }) {
  return (
    <SpaceBetween direction="horizontal" size="xxs">
      {scopes.map((scope) => (
        <Badge key={scope} color={POWERFUL_SCOPES.has(scope) ? 'severity-medium' : 'blue'}>
          {scope}
        </Badge>
      ))}
    </SpaceBetween>
  );
}

export interface ScopesFieldProps {
  readonly scopes: readonly Scope[];
  readonly problem: string | undefined;
  readonly onChange: (scopes: readonly Scope[]) => void;
}

/** Chooses what a key may do, each scope with what it means. */
export function ScopesField({ scopes, problem, onChange }: ScopesFieldProps) {
  const { t } = useTranslation('access-keys');
  return (
    <SpaceBetween size="s">
      <FormField label={t('scopes')} errorText={problem}>
        <SpaceBetween size="xs">
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              checked={scopes.includes(scope)}
              description={t(`scope.${SCOPE_TEXTS[scope]}`)}
              onChange={({ detail }) =>
                onChange(SCOPES.filter((each) => (each === scope ? detail.checked : scopes.includes(each))))
              }
            >
              {scope}
            </Checkbox>
          ))}
        </SpaceBetween>
      </FormField>
      {scopes.some((scope) => POWERFUL_SCOPES.has(scope)) && <Alert type="warning">{t('powerful')}</Alert>}
    </SpaceBetween>
  );
}
