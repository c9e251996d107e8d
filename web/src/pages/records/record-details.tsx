import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopiedId } from '../../parts/copied-id.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { NamedId } from '../../parts/named-id.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { Instant } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { RecordStatus } from './record-columns.tsx';
import { RecordOrigin } from './record-origin.tsx';
import { RecordPrice } from './record-price.tsx';
import { TokenTable } from './token-table.tsx';
import type { UsageRecord } from './use-records.ts';

export interface RecordDetailsProps {
  readonly requestId: string;
  readonly accessKeyId: string | undefined;
  readonly onClose: () => void;
}

/** Everything the ledger has about one call. */
export function RecordDetails({ requestId, accessKeyId, onClose }: RecordDetailsProps) {
  const { t } = useTranslation('records');
  const { api } = useSession();
  const record = useQuery({
    queryKey: ['record', requestId, accessKeyId],
    queryFn: async ({ signal }) => {
      // By the query: a path cannot carry every id.
      const query = { requestId, ...(accessKeyId !== undefined && { accessKeyId }) };
      const { records } = await api.get('/v1/records', { query, signal });
      return records[0] ?? null;
    },
  });
  return (
    <Modal visible size="large" header={t('details')} onDismiss={onClose}>
      <QueryState query={record} lines={8}>
        {(found) =>
          found ? <Details record={found} /> : <EmptyState title={t('gone')}>{t('goneHint')}</EmptyState>
        }
      </QueryState>
    </Modal>
  );
}

function Details({ record }: { readonly record: UsageRecord }) {
  const { t } = useTranslation('records');
  const { accessKeyId, accessKeyName, userId, userName, otherName, metadata = {} } = record;
  const pair = (label: string, value: ReactNode): KeyValuePairsProps.Item[] =>
    value === undefined ? [] : [{ label, value }];
  const served = (
    ['endpoint', 'stopReason', 'temperature', 'maxTokens', 'serviceTier', 'inferenceGeo', 'speed'] as const
  ).flatMap((name) => pair(t(`served.${name}`), record[name]));
  return (
    <SpaceBetween size="l">
      {(record.clockClamped === true || record.timeMissing === true) && (
        <Alert type="info">{t('timeReplaced')}</Alert>
      )}
      <KeyValuePairs
        columns={3}
        items={[
          ...pair(t('requestId'), <CopiedId id={record.requestId} what={t('requestId')} />),
          ...pair(t('otherName'), otherName && <CopiedId id={otherName} what={t('otherName')} />),
          ...pair(t('status'), <RecordStatus status={record.status} />),
          ...pair(t('occurredAt'), <Instant at={record.occurredAt} />),
          ...pair(
            t('accessKey'),
            <NamedId id={accessKeyId} {...(accessKeyName !== undefined && { name: accessKeyName })} />,
          ),
          ...pair(
            t('user'),
            userId && <NamedId id={userId} {...(userName !== undefined && { name: userName })} />,
          ),
          ...pair(t('feature'), record.feature),
          ...pair(t('model'), record.model),
        ]}
      />
      <TokenTable record={record} />
      <RecordPrice record={record} />
      <RecordOrigin record={record} />
      {served.length > 0 && (
        <SpaceBetween size="xs">
          <Header variant="h3">{t('servedAs')}</Header>
          <KeyValuePairs columns={4} items={served} />
        </SpaceBetween>
      )}
      {Object.keys(metadata).length > 0 && (
        <SpaceBetween size="xs">
          <Header variant="h3">{t('metadata')}</Header>
          <KeyValuePairs
            columns={4}
            items={Object.entries(metadata).map(([label, value]) => ({ label, value }))}
          />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
