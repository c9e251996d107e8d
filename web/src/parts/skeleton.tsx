import { useTranslation } from 'react-i18next';
import styles from './skeleton.module.css';

/** A placeholder of about the size of what comes. By hand: Cloudscape's is one line of a fixed size. */
export function Skeleton({ lines }: { readonly lines: number }) {
  const { t } = useTranslation('app');
  return (
    <output className={styles.skeleton} aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={styles.line} />
      ))}
    </output>
  );
}
