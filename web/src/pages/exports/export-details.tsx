import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { LedgerProblem } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { CallerName } from '../../parts/caller-name.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ExportProgress, isOver, PROGRESS_INTERVAL_MS } from '../../parts/files/export-progress.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { RangeText } from '../../parts/range-text.tsx';
import { Instant } from '../../parts/times.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { FileFacts } from './file-facts.tsx';
import type { Export } from './use-exports.ts';

export interface ExportDetailsProps {
  readonly id: string;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** One export: how far it is, and its files with their sums. */
export function ExportDetails({ id, onDelete, onClose }: ExportDetailsProps) {
  const { t } = useTranslation('exports');
  const may = useMay();
  const { api, me } = useSession();
  const query = useQuery({
    queryKey: ['exports', id],
    queryFn: ({ signal }) => found(api.get('/v1/exports/{id}', { path: { id }, signal })),
    refetchInterval: ({ state }) => (state.data && !isOver(state.data.status) ? PROGRESS_INTERVAL_MS : false),
  });
  const made = query.data;
  // Only its creator and admins may.
  const mayDelete = may('deleteExport') && made && (made.createdBy === me.id || administrates(me));
  return (
    <Modal
      visible
      size="large"
      header={t('one')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {mayDelete && (
              <Button onClick={onDelete}>{t(isOver(made.status) ? 'delete.action' : 'delete.stop')}</Button>
            )}
            <Button onClick={onClose}>{t('close')}</Button>
          </SpaceBetween>
        </Box>
      }
    >
      <QueryState query={query} lines={6}>
        {(answer) =>
          answer ? <Details made={answer} /> : <EmptyState title={t('gone')}>{t('goneHint')}</EmptyState>
        }
      </QueryState>
    </Modal>
  );
}

function Details({ made }: { readonly made: Export }) {
  const { t } = useTranslation('exports');
  const files = useTranslation('files').t;
  const { status, progress, failure, format, range, createdAt, createdBy, createdByName } = made;
  return (
    <SpaceBetween size="l">
      <ExportProgress status={status} progress={progress} />
      {failure && <Alert type="error">{files(`failures.${failure.code}`)}</Alert>}
      {status === 'finished' &&
        made.files.map((file) => <FileFacts key={file.what} made={made} file={file} />)}
      <KeyValuePairs
        columns={3}
        items={[
          { label: t('range'), value: <RangeText range={range} /> },
          { label: files('format'), value: files(`formats.${format}`) },
          { label: t('expires'), value: <Instant at={made.expiresAt} /> },
          { label: t('requested'), value: <Instant at={createdAt} /> },
          { label: t('requestedBy'), value: <CallerName id={createdBy} name={createdByName} /> },
          {
            label: t('report'),
            value:
              made.reportId === undefined ? (
                t('noReport')
              ) : (
                <Link href={addressOf('/reports', { report: made.reportId })}>{made.reportId}</Link>
              ),
          },
        ]}
      />
    </SpaceBetween>
  );
}

/** @returns null if it is not there, or not for this caller */
async function found(answer: Promise<Export>): Promise<Export | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LedgerProblem && error.code === 'export_not_found') return null;
    throw error;
  }
}

function administrates({ role, scopes }: { readonly role?: string; readonly scopes?: readonly string[] }) {
  return role === 'admin' || scopes?.includes('admin') === true;
}
