import Button from '@cloudscape-design/components/button';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session-provider.tsx';
import { describeProblem } from '../describe-problem.ts';
import { notify } from '../notifications.tsx';

export interface DownloadFileProps {
  readonly exportId: string;
  readonly what: 'records' | 'statistics';
  readonly name: string;
  /** With its word; in tables, the icon is enough. */
  readonly isPrimary?: boolean;
}

/** Asks for a link, which works for minutes only, and has the browser save the file. */
export function DownloadFile({ exportId, what, name, isPrimary = false }: DownloadFileProps) {
  const { t } = useTranslation('files');
  const app = useTranslation('app').t;
  const { api } = useSession();
  const saving = useMutation({
    mutationFn: async () => {
      const { files } = await api.get('/v1/exports/{id}', { path: { id: exportId } });
      const url = files.find((file) => file.what === what)?.link?.url;
      if (url === undefined) throw new Error(t('noLink'));
      // The answer of the store is an attachment, so the page stays.
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
    },
    onError: (error) => notify({ type: 'error', content: describeProblem(error, app) }),
  });
  const common = {
    iconName: 'download',
    ariaLabel: t('downloadOf', { name }),
    loading: saving.isPending,
    onClick: () => saving.mutate(),
  } as const;
  return isPrimary ? (
    <Button {...common} variant="primary">
      {t('download')}
    </Button>
  ) : (
    <Button {...common} variant="inline-icon" />
  );
}
