import { showExactMoney } from '../../parts/figures.ts';
import { usePreferences } from '../../parts/preferences.ts';

/** A price as text, with all its decimals. */
export function usePrice(): (usd: string | undefined) => string {
  const { language } = usePreferences();
  return (usd) => (usd === undefined ? '–' : showExactMoney(usd, language));
}

/** A price, with all its decimals. */
export function Price({ usd }: { readonly usd: string | undefined }) {
  return usePrice()(usd);
}
