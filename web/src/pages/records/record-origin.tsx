import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../parts/times.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { RecordConflicts } from './record-conflicts.tsx';
import type { UsageRecord } from './use-records.ts';

/** How the record came: who reported it, what completed it, and what contradicted it. */
export function RecordOrigin({ record }: { readonly record: UsageRecord }) {
  const { t } = useTranslation('records');
  const may = useMay();
  const { source, receivedAt, revision = 1, detail, status } = record;
  const knowledge = detail === 'totals' ? 'totalsOnly' : status === 'partial' ? 'mayBeCompleted' : 'complete';
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">{t('origin')}</Header>
      <KeyValuePairs
        columns={3}
        items={[
          { label: t('source'), value: t(`sources.${source}`) },
          { label: t('receivedAt'), value: <Instant at={receivedAt} /> },
          {
            label: t('revision'),
            value: revision === 1 ? t('neverCompleted') : t('revisions', { count: revision - 1 }),
          },
          { label: t('detail'), value: t(knowledge) },
          ...(may('listConflicts')
            ? [{ label: t('conflicts'), value: <RecordConflicts record={record} /> }]
            : []),
        ]}
      />
    </SpaceBetween>
  );
}
