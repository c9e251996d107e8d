import type { ReactNode } from 'react';
import styles from './unbroken.module.css';

/** A date may be broken at its hyphens otherwise, in Chinese anywhere, and a shortened id after its ellipsis. */
export function Unbroken({ children }: { readonly children: ReactNode }) {
  return <span className={styles.unbroken}>{children}</span>;
}
