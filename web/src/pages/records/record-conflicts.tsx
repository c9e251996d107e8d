import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import type { components, QueryClient } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { QueryState } from '../../parts/query-state.tsx';
import { DOT } from '../../parts/separators.ts';
import { SourceName } from '../../parts/source-name.tsx';
import { Instant } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import type { UsageRecord } from './use-records.ts';

type Conflict = components['schemas']['Conflict'];

const KEPT_DAYS = 90;
/** More conflicts of one access key than anybody reads. */
const MAX_EXAMINED = 2_000;

/** The reports that contradict a record. */
export function RecordConflicts({ record }: { readonly record: UsageRecord }) {
  const { t } = useTranslation('records');
  const { api } = useSession();
  const conflicts = useQuery({
    queryKey: ['record-conflicts', record.accessKeyId, record.requestId],
    queryFn: ({ signal }) => conflictsOf(api, record, signal),
  });
  return (
    <QueryState query={conflicts} lines={1}>
      {(found) =>
        found.length === 0 ? (
          <StatusIndicator>{t('noConflicts')}</StatusIndicator>
        ) : (
          <SpaceBetween size="xxs">
            {found.map(({ id, reason, receivedAt, reported }) => (
              <div key={id}>
                <StatusIndicator type="warning">{t(`conflictReasons.${reason}`)}</StatusIndicator>
                <Box variant="small" display="block" color="text-body-secondary">
                  <SourceName source={reported.source} />
                  {DOT}
                  <Instant at={receivedAt} />
                </Box>
              </div>
            ))}
          </SpaceBetween>
        )
      }
    </QueryState>
  );
}

/** A conflict is received after its record. */
async function conflictsOf(api: QueryClient, record: UsageRecord, signal: AbortSignal): Promise<Conflict[]> {
  const { accessKeyId, requestId, receivedAt } = record;
  const oldest = new Date(Date.now() - KEPT_DAYS * 86_400_000 + 60_000).toISOString();
  const from = receivedAt > oldest ? receivedAt : oldest;
  const found: Conflict[] = [];
  let examined = 0;
  for await (const conflict of api.items('/v1/conflicts', {
    query: { accessKeyId, from, limit: 500 },
    signal,
  })) {
    if (conflict.recorded.requestId === requestId) found.push(conflict);
    examined += 1;
    if (examined === MAX_EXAMINED) break;
  }
  return found;
}
