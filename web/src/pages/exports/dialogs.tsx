import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../parts/address.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { ExportDetails } from './export-details.tsx';
import { ExportForm } from './export-form.tsx';
import type { EXPORTS_PARAMETERS } from './parameters.ts';

type Parameters = Values<typeof EXPORTS_PARAMETERS>;

export interface ExportDialogsProps {
  readonly parameters: Parameters;
  readonly change: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
}

/** The dialog that the address names. */
export function ExportDialogs({ parameters: { export: id, do: asked }, change }: ExportDialogsProps) {
  const { t } = useTranslation('exports');
  const { api } = useSession();
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries({ queryKey: ['exports'] });
  if (asked === 'create') {
    return (
      <ExportForm
        onClose={() => change({ do: undefined })}
        onSubmit={async (body) => {
          const made = await api.post('/v1/exports', { body });
          await changed();
          change({ export: made.id, do: undefined });
        }}
      />
    );
  }
  if (id === undefined) return null;
  if (asked === undefined) {
    return (
      <ExportDetails
        id={id}
        onDelete={() => change({ do: 'delete' })}
        onClose={() => change({ export: undefined })}
      />
    );
  }
  return (
    <ConfirmDialog
      title={t('delete.title')}
      action={t('delete.action')}
      onClose={() => change({ do: undefined })}
      onConfirm={async () => {
        await api.delete('/v1/exports/{id}', { path: { id } });
        await changed();
        notify({ type: 'success', content: t('delete.done') });
        change({ export: undefined, do: undefined });
      }}
    >
      {t('delete.explain')}
    </ConfirmDialog>
  );
}
