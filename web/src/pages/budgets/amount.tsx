import { Count, Money } from '../../parts/figure.tsx';
import type { Budget } from './budget.ts';

/** An amount of a budget, in its unit. */
export function Amount({ unit, value }: { readonly unit: Budget['unit']; readonly value: string }) {
  return unit === 'USD' ? <Money usd={value} /> : <Count value={value} />;
}

/** What is spent of a budget in its current period. */
export function Spent({ budget: { unit, current } }: { readonly budget: Pick<Budget, 'unit' | 'current'> }) {
  const { spent, unpricedRequests } = current;
  return unit === 'USD' ? <Money usd={spent} unpriced={unpricedRequests} /> : <Count value={spent} />;
}
