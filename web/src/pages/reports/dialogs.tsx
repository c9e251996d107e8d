import { useQuery, useQueryClient } from '@tanstack/react-query';
import { LedgerProblem } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../parts/address.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import type { REPORTS_PARAMETERS } from './parameters.ts';
import type { Report } from './report.ts';
import { ReportDetails } from './report-details.tsx';
import { ReportForm } from './report-form.tsx';

type Parameters = Values<typeof REPORTS_PARAMETERS>;

/** The secret of a webhook, in the answer to the request that made it. */
export interface IssuedSecret {
  readonly title: string;
  readonly secret: string;
}

export interface ReportDialogsProps {
  readonly parameters: Parameters;
  readonly change: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
  readonly onIssued: (issued: IssuedSecret) => void;
}

/** What each dialog does. */
const OPERATIONS = { create: 'createReport', change: 'changeReport', delete: 'deleteReport' } as const;

/** The dialog that the address names. One that is about a report leads back to its details. */
export function ReportDialogs({ parameters, change, onIssued }: ReportDialogsProps) {
  const { t } = useTranslation('reports');
  const { api } = useSession();
  const queries = useQueryClient();
  const may = useMay();
  const { report: id = '', do: wanted } = parameters;
  // Anybody can type an address.
  const asked = wanted && may(OPERATIONS[wanted]) ? wanted : undefined;
  const query = useQuery({
    queryKey: ['reports', id],
    enabled: id !== '',
    queryFn: ({ signal }) => found(api.get('/v1/reports/{id}', { path: { id }, signal })),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['reports'] });
  const finish = async (saved: Report, done: 'create.done' | 'change.done') => {
    const { title, delivery } = saved;
    if (delivery.webhook?.secret !== undefined) onIssued({ title, secret: delivery.webhook.secret });
    await changed();
    notify({ type: 'success', content: t(done, { name: title }) });
    change({ report: saved.id, do: undefined });
  };

  if (asked === 'create') {
    return (
      <ReportForm
        title={t('create.title')}
        action={t('create.action')}
        onClose={() => change({ do: undefined })}
        onSubmit={async (body) => finish(await api.post('/v1/reports', { body }), 'create.done')}
      />
    );
  }
  if (id === '') return null;
  const report = query.data;
  if (!report || asked === undefined) {
    return (
      <ReportDetails
        query={query}
        onDo={(next) => change({ do: next })}
        onClose={() => change({ report: undefined, do: undefined })}
      />
    );
  }
  if (asked === 'change') {
    return (
      <ReportForm
        title={t('change.title', { name: report.title })}
        action={t('change.action')}
        initial={report}
        onClose={() => change({ do: undefined })}
        onSubmit={async (body) =>
          finish(await api.put('/v1/reports/{id}', { path: { id }, body }), 'change.done')
        }
      />
    );
  }
  return (
    <ConfirmDialog
      title={t('delete.title', { name: report.title })}
      action={t('delete.action')}
      onClose={() => change({ do: undefined })}
      onConfirm={async () => {
        await api.delete('/v1/reports/{id}', { path: { id } });
        // The dialog still shows the report: asked for now, it would not be found. Only the list is read again.
        await queries.invalidateQueries({ queryKey: ['reports', id], refetchType: 'none' });
        await queries.invalidateQueries({ queryKey: ['reports'], exact: true });
        notify({ type: 'success', content: t('delete.done', { name: report.title }) });
        change({ report: undefined, do: undefined });
      }}
    >
      {t('delete.explain')}
    </ConfirmDialog>
  );
}

/** @returns null if there is no such report */
async function found(answer: Promise<Report>): Promise<Report | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LedgerProblem && error.code === 'report_not_found') return null;
    throw error;
  }
}
