import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { wholeNumber } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { Count } from '../../parts/figure.tsx';
import { showBytes } from '../../parts/files/bytes.ts';
import { DownloadFile } from '../../parts/files/download-file.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { Spend } from '../../parts/spend.tsx';
import { useTimes } from '../../parts/times.tsx';
import { UnpricedNote } from '../../parts/unpriced-note.tsx';
import type { Export } from './use-exports.ts';

export interface FileFactsProps {
  readonly made: Export;
  readonly file: Export['files'][number];
}

/** A file, and the sums that were counted while it was written. */
export function FileFacts({ made, file }: FileFactsProps) {
  const { t } = useTranslation('files');
  const { language } = usePreferences();
  const times = useTimes();
  const { what, name, bytes, rows, asOf, exact, incompleteBefore, totals } = file;
  const unpriced = totals ? wholeNumber(totals.cost.unpricedRequests) : 0n;
  return (
    <Container
      header={
        <Header
          variant="h3"
          description={[
            showBytes(bytes, language),
            ...(asOf === undefined ? [] : [t('asOf', { time: times.instant(asOf) })]),
          ].join(' · ')}
          actions={<DownloadFile exportId={made.id} what={what} name={name} isPrimary />}
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {!exact && <Alert type="info">{t('inexact')}</Alert>}
        {incompleteBefore !== undefined && (
          <Alert type="warning">{t('incompleteBefore', { time: times.instant(incompleteBefore) })}</Alert>
        )}
        <KeyValuePairs
          columns={4}
          items={[
            { label: t('rows'), value: rows === null ? '-' : <Count value={rows} /> },
            { label: t('requests'), value: totals ? <Count value={totals.requests} /> : '-' },
            { label: t('tokens'), value: totals ? <Count value={totals.tokens.total} /> : '-' },
            { label: t('cost'), value: totals ? <Spend sums={totals} /> : '-' },
          ]}
        />
        {unpriced > 0n && <UnpricedNote count={unpriced} range={made.range} />}
      </SpaceBetween>
    </Container>
  );
}
