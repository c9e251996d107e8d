import type { ReactNode } from 'react';
import styles from './unbroken.module.css';

/** A date may be broken at its hyphens otherwise, and in Chinese anywhere. */
export function Unbroken({ children }: { readonly children: ReactNode }) {
  return <span className={styles.unbroken}>{children}</span>;
}
