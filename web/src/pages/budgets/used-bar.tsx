import ProgressBar from '@cloudscape-design/components/progress-bar';
import { useTranslation } from 'react-i18next';
import { type Budget, stateOf } from './budget.ts';
import styles from './used-bar.module.css';

/** How much of the amount is spent. The bar ends at the amount; the percentage below it goes on. */
export function UsedBar({ budget }: { readonly budget: Budget }) {
  const { t } = useTranslation('budgets');
  const { usedPercent } = budget.current;
  const state = stateOf(budget);
  return (
    <div className={styles.bar}>
      <ProgressBar
        variant="standalone"
        value={Math.min(100, usedPercent)}
        ariaLabel={t('used')}
        {...(state !== 'ok' && { additionalInfo: t(`states.${state}`, { percent: usedPercent }) })}
      />
    </div>
  );
}
