import { lazy, Suspense, useRef, useState } from 'react';
import styles from './figure.module.css';
import { type ShownFigure, type Sum, showCount, showMoney } from './figures.ts';
import { usePreferences } from './preferences.ts';
import { withPatience } from './with-patience.ts';

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

/** Loaded once somebody wants to know. In a layer of its own: cells of tables cut off what is larger. */
const Tooltip = lazy(() => withPatience(() => import('@cloudscape-design/components/tooltip')));

/** Cloudscape's popover is a button, too much for every cell of a table. */
function Figure({ short, exact, note }: ShownFigure & Pick<MoneyProps, 'note'>) {
  const figure = useRef<HTMLSpanElement>(null);
  const [isOpen, setOpen] = useState(false);
  if (short === exact && note === undefined) return <span className={styles.plain}>{short}</span>;
  return (
    <>
      <span
        ref={figure}
        className={styles.figure}
        data-exact={exact}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Keyboards need to reach the exact figure.
        tabIndex={0}
        onMouseEnter={() => setOpen(true)}
        onMouseLeave={() => setOpen(false)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
      >
        {short}
      </span>
      {isOpen && (
        <Suspense fallback={null}>
          <Tooltip
            content={note === undefined ? exact : `${exact} · ${note}`}
            getTrack={() => figure.current}
            onEscape={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
