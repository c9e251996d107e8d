import { Count, Money } from '../../parts/figure.tsx';
import type { Budget } from './budget.ts';

/** An amount of a budget, in its unit. */
export function Amount({ unit, value }: { readonly unit: Budget['unit']; readonly value: string }) {
  return unit === 'USD' ? <Money usd={value} /> : <Count value={value} />;
}
