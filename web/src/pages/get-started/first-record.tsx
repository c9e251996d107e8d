import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { Count, Money } from '../../parts/figure.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { Instant } from '../../parts/times.tsx';
import { type UsageRecord, useNewestRecord } from './use-newest-record.ts';
import type { Capture } from './ways.ts';

/** Waits for the first record of a way of capture, and shows it when it is there. */
export function FirstRecord({ capture }: { readonly capture: Capture }) {
  const { t } = useTranslation('get-started');
  const { query, record } = useNewestRecord(capture);
  return (
    <div aria-live="polite">
      <QueryState query={query} lines={2}>
        {() =>
          record ? (
            <Alert type="success" header={t('arrived')}>
              <Arrived record={record} />
            </Alert>
          ) : (
            <Alert type="info" header={t('waiting')}>
              <SpaceBetween direction="horizontal" size="xs">
                <Spinner />
                <Box>{t('waitingHint')}</Box>
              </SpaceBetween>
            </Alert>
          )
        }
      </QueryState>
    </div>
  );
}

function Arrived({ record }: { readonly record: UsageRecord }) {
  const { t } = useTranslation('get-started');
  const { requestId, accessKeyId, accessKeyName, occurredAt, model, tokens, cost } = record;
  const address = { request: requestId, record: requestId, of: accessKeyId, from: occurredAt };
  return (
    <SpaceBetween size="s">
      <KeyValuePairs
        columns={4}
        items={[
          { label: t('model'), value: model },
          { label: t('tokens'), value: <Count value={tokens.total} /> },
          {
            label: t('cost'),
            value: cost.unpriced.length > 0 ? t('unpriced') : <Money usd={cost.usd} />,
          },
          { label: t('key'), value: accessKeyName ?? accessKeyId },
        ]}
      />
      <SpaceBetween direction="horizontal" size="s">
        <Instant at={occurredAt} />
        <Link href={addressOf('/records', address)}>{t('showRecord')}</Link>
      </SpaceBetween>
    </SpaceBetween>
  );
}
