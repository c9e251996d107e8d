import styles from './data-table.module.css';

/** The name of a column of figures, which stands above them on the right. */
export function FigureHeader({ children }: { readonly children: string }) {
  return <span className={styles.figures}>{children}</span>;
}
