import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './days.module.css';

/** The days of UTC on which something applies. */
export function Days({
  of,
}: {
  readonly of: { readonly effectiveFrom?: string; readonly effectiveTo?: string };
}) {
  const { t } = useTranslation('prices');
  const { effectiveFrom: from, effectiveTo: to } = of;
  if (from !== undefined && to !== undefined) return <Unbroken>{t('fromTo', { from, to })}</Unbroken>;
  if (from !== undefined) return <Unbroken>{t('since', { from })}</Unbroken>;
  return to === undefined ? t('always') : <Unbroken>{t('until', { to })}</Unbroken>;
}

/** A date may be broken at its hyphens otherwise. */
export function Unbroken({ children }: { readonly children: ReactNode }) {
  return <span className={styles.unbroken}>{children}</span>;
}
