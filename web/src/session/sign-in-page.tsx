import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../parts/describe-problem.ts';
import styles from './sign-in-page.module.css';

export interface SignInPageProps {
  /** Why the last sign-in failed or ended. */
  readonly error: unknown;
  /** Absent where only access keys work. */
  readonly onSignIn: (() => Promise<void>) | undefined;
  readonly onAccessKey: (accessKey: string) => Promise<void>;
}

export function SignInPage({ error, onSignIn, onAccessKey }: SignInPageProps) {
  const { t } = useTranslation('app');
  const [failure, setFailure] = useState<unknown>();
  const shown = failure ?? error;
  const start = () => {
    onSignIn?.().catch(setFailure);
  };
  return (
    <main className={styles.page}>
      <Container header={<Header variant="h1">{t('signIn.title')}</Header>}>
        <SpaceBetween size="l">
          {shown !== undefined && (
            <Alert type="error" header={t('signIn.failed')}>
              {describeProblem(shown, t)}
            </Alert>
          )}
          {onSignIn && (
            <SpaceBetween size="s">
              <Box variant="p">{t('signIn.explain')}</Box>
              <Button variant="primary" fullWidth onClick={start}>
                {t('signIn.action')}
              </Button>
            </SpaceBetween>
          )}
          {onSignIn ? (
            <ExpandableSection headerText={t('signIn.withKey')}>
              <AccessKeyForm onAccessKey={onAccessKey} />
            </ExpandableSection>
          ) : (
            <AccessKeyForm onAccessKey={onAccessKey} />
          )}
        </SpaceBetween>
      </Container>
    </main>
  );
}

function AccessKeyForm({ onAccessKey }: Pick<SignInPageProps, 'onAccessKey'>) {
  const { t } = useTranslation('app');
  const [accessKey, setAccessKey] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (accessKey.trim() !== '') void onAccessKey(accessKey.trim());
      }}
    >
      <Form
        actions={
          <Button formAction="submit" disabled={accessKey.trim() === ''}>
            {t('signIn.useKey')}
          </Button>
        }
      >
        <FormField label={t('signIn.accessKey')} description={t('signIn.accessKeyHint')}>
          <Input
            type="password"
            autoComplete={false}
            spellcheck={false}
            value={accessKey}
            onChange={({ detail }) => setAccessKey(detail.value)}
          />
        </FormField>
      </Form>
    </form>
  );
}
