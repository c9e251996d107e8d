import { type Measures, sumOfTokens } from '../ledger/measures.ts';
import type { BudgetUnit } from './budget.ts';

export interface Spending {
  /** Nano-dollars or tokens. */
  readonly spent: bigint;
  /** Requests something of which has no price, so that more is spent than is told; always 0 in tokens. */
  readonly unpricedRequests: bigint;
}

/** What sums amount to in the unit of a budget; dollars are those that are paid, after discounts. */
export function spentAmount(measures: Measures, unit: BudgetUnit): Spending {
  if (unit === 'tokens') return { spent: sumOfTokens(measures), unpricedRequests: 0n };
  return { spent: measures.cost, unpricedRequests: measures.unpricedRequests };
}
