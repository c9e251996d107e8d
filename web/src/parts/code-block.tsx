import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { useTranslation } from 'react-i18next';
import styles from './code-block.module.css';

export interface CodeBlockProps {
  readonly code: string;
  /** What it is, for those who do not see it. */
  readonly label: string;
}

/** Text to copy. By hand: Cloudscape's is a package of its own, for colors that a few lines do not need. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  const { t } = useTranslation('parts');
  return (
    <div className={styles.block}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Keyboards need to scroll it. */}
      <pre className={styles.code} tabIndex={0} aria-label={label}>
        <code>{code}</code>
      </pre>
      <CopyToClipboard
        variant="icon"
        textToCopy={code}
        copyButtonAriaLabel={t('copy.action', { what: label })}
        copySuccessText={t('copy.done')}
        copyErrorText={t('copy.failed')}
      />
    </div>
  );
}
