import { showExactMoney } from '../../parts/figures.ts';
import { usePreferences } from '../../parts/preferences.ts';

/** A price, with all its decimals. */
export function Price({ usd }: { readonly usd: string | undefined }) {
  const { language } = usePreferences();
  return usd === undefined ? '–' : showExactMoney(usd, language);
}
