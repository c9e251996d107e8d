import styles from './figure.module.css';
import { type ShownFigure, type Sum, showCount, showMoney } from './figures.ts';
import { usePreferences } from './preferences.ts';

/** A count, short; the exact one appears on hover and focus. */
export function Count({ value }: { readonly value: Sum | bigint }) {
  return <Figure {...showCount(value, usePreferences().language)} />;
}

export interface MoneyProps {
  readonly usd: string | bigint;
  /** Beside the exact amount. */
  readonly note?: string | undefined;
}

/** An amount of US dollars, short; exact to the nano-dollar on hover and focus. */
export function Money({ usd, note }: MoneyProps) {
  return <Figure {...showMoney(usd, usePreferences().language)} note={note} />;
}

/** A count with all its digits, where figures are compared line by line. */
export function ExactCount({ value }: { readonly value: Sum | bigint }) {
  return <span className={styles.plain}>{showCount(value, usePreferences().language).exact}</span>;
}

/** An amount of US dollars to the nano-dollar. */
export function ExactMoney({ usd }: { readonly usd: string | bigint }) {
  return <span className={styles.plain}>{showMoney(usd, usePreferences().language).exact}</span>;
}

/** By hand: Cloudscape's popover is a button, too much for every cell of a table, and its tooltip takes no focus. */
function Figure({ short, exact, note }: ShownFigure & Pick<MoneyProps, 'note'>) {
  if (short === exact && note === undefined) return <span className={styles.plain}>{short}</span>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Keyboards need to reach the exact figure.
    <span className={styles.figure} data-exact={exact} data-note={note} tabIndex={0}>
      {short}
    </span>
  );
}
