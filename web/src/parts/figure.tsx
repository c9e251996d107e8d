import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './figure.module.css';
import { isUnpriced, markUnpriced, type ShownFigure, type Sum, showCount, showMoney } from './figures.ts';
import { usePreferences } from './preferences.ts';
import { withPatience } from './with-patience.ts';

/** A count, short; the exact one appears on hover and focus. */
export function Count({ value }: { readonly value: Sum | bigint }) {
  return <Figure {...showCount(value, usePreferences().language)} />;
}

export interface MoneyProps {
  readonly usd: string | bigint;
  /** How many requests are missing in the sum, because they have no price. Default: none. */
  readonly unpriced?: Sum | bigint | undefined;
  /** How many requests the sum is of: if none has a price, that is said in place of no dollars. */
  readonly requests?: Sum | bigint | undefined;
  /** Beside the exact amount. */
  readonly note?: string | undefined;
}

/** An amount of US dollars, short; exact to the nano-dollar on hover and focus. */
export function Money({ usd, unpriced = 0, requests = 0, note }: MoneyProps) {
  const { t } = useTranslation('parts');
  const { short, exact } = showMoney(usd, usePreferences().language);
  const count = Number(unpriced);
  return (
    <Figure
      short={isUnpriced(usd, unpriced, requests) ? t('unpriced.all') : markUnpriced(short, unpriced)}
      exact={markUnpriced(exact, unpriced)}
      note={count === 0 ? note : t('unpriced.note', { count })}
    />
  );
}

/** A count with all its digits, where figures are compared line by line. */
export function ExactCount({ value }: { readonly value: Sum | bigint }) {
  return <span className={styles.plain}>{showCount(value, usePreferences().language).exact}</span>;
}

/** An amount of US dollars to the nano-dollar. */
export function ExactMoney({ usd, unpriced = 0, requests = 0 }: Omit<MoneyProps, 'note'>) {
  const { t } = useTranslation('parts');
  const { exact } = showMoney(usd, usePreferences().language);
  return (
    <span className={styles.plain}>
      {isUnpriced(usd, unpriced, requests) ? t('unpriced.all') : markUnpriced(exact, unpriced)}
    </span>
  );
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
