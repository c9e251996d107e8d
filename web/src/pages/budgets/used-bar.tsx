import { useTranslation } from 'react-i18next';
import { showShare } from '../../parts/figures.ts';
import { FillBar } from '../../parts/fill-bar.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { type Budget, stateOf } from './budget.ts';
import styles from './used-bar.module.css';

/** How much of the amount is spent. The bar ends at the amount; the percentage below it goes on. */
export function UsedBar({ budget }: { readonly budget: Budget }) {
  const { t } = useTranslation('budgets');
  const { language } = usePreferences();
  const { usedPercent } = budget.current;
  const percent = showShare(usedPercent / 100, language);
  return (
    <div className={styles.bar}>
      <FillBar label={t('used')} percent={usedPercent} text={t(`states.${stateOf(budget)}`, { percent })} />
    </div>
  );
}
