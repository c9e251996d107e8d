import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { homeUrl } from '../../app/settings.ts';
import { addressOf, useParameters } from '../../parts/address.ts';
import { CodeBlock } from '../../parts/code-block.tsx';
import { PageContent } from '../../parts/page-content.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { FirstRecord } from './first-record.tsx';
import { GET_STARTED_PARAMETERS, WAYS, type Way } from './parameters.ts';
import { captureBy } from './ways.ts';

/** From nothing to the first record, by each way to capture calls. */
export default function GetStartedPage() {
  const { t } = useTranslation('get-started');
  const [{ way = 'middleware' }, change] = useParameters(GET_STARTED_PARAMETERS);
  return (
    <PageContent title={t('title')} description={t('description')}>
      <Tabs
        variant="container"
        activeTabId={way}
        onChange={({ detail }) => change({ way: WAYS.find((each) => each === detail.activeTabId) })}
        tabs={WAYS.map((id) => ({
          id,
          label: t(`ways.${id}.name`),
          content: <Steps way={id} />,
        }))}
      />
    </PageContent>
  );
}

function Steps({ way }: { readonly way: Way }) {
  const { t } = useTranslation('get-started');
  const { gatewayUrl, isEmulated } = useSettings();
  const may = useMay();
  const addresses = {
    api: withoutSlash(homeUrl()),
    ...(gatewayUrl !== undefined && { gateway: withoutSlash(gatewayUrl) }),
    isLocal: isEmulated === true,
  };
  const capture = captureBy(way, addresses, { prints: t('prints') });
  return (
    <SpaceBetween size="l">
      <Box variant="p">{t(`ways.${way}.for`)}</Box>
      <Step number={1} title={t('accessKey.title')}>
        <Box variant="p">{t('accessKey.explain', { scopes: capture.scopes })}</Box>
        {may('createAccessKey') ? (
          <Link href={addressOf('/access-keys', { do: 'create' })}>{t('accessKey.create')}</Link>
        ) : (
          <Box variant="p">{t('accessKey.ask')}</Box>
        )}
      </Step>
      {capture.steps.map(({ title, text, code }, index) => (
        <Step key={text} number={index + 2} title={t(`steps.${title}`)}>
          <Box variant="p">{t(`texts.${text}`)}</Box>
          {code !== undefined && <CodeBlock code={code} label={t(`steps.${title}`)} />}
        </Step>
      ))}
      <Step number={capture.steps.length + 2} title={t('steps.see')}>
        <FirstRecord capture={capture} />
      </Step>
    </SpaceBetween>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ number, title, children }: StepProps) {
  const { t } = useTranslation('get-started');
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">{t('step', { number, title })}</Header>
      {children}
    </SpaceBetween>
  );
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}
