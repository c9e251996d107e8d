import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { useTranslation } from 'react-i18next';

export interface CopiedIdProps {
  readonly id: string;
  /** What it is the id of, for those who do not see where it stands. */
  readonly what: string;
  /** What stands for it where a column has no room for it; the whole is on hover. */
  readonly shown?: string;
}

/** An id with a button that copies all of it. */
export function CopiedId({ id, what, shown = id }: CopiedIdProps) {
  const { t } = useTranslation('parts');
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={id}
      textToDisplay={<span title={id}>{shown}</span>}
      copyButtonAriaLabel={t('copy.action', { what })}
      copySuccessText={t('copy.done')}
      copyErrorText={t('copy.failed')}
      popoverRenderWithPortal
    />
  );
}
