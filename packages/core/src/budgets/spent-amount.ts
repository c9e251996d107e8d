import { type Measures, sumOfTokens } from '../ledger/measures.ts';
import type { BudgetUnit } from './budget.ts';

export interface Spending {
  /** Nano-dollars or tokens. */
  readonly spent: bigint;
  /** Requests that are partly or wholly without a price, so more was spent than `spent`; always 0 for tokens. */
  readonly unpricedRequests: bigint;
}

/** The spending in the unit of a budget; dollars are net of discounts. */
export function spentAmount(measures: Measures, unit: BudgetUnit): Spending {
  if (unit === 'tokens') return { spent: sumOfTokens(measures), unpricedRequests: 0n };
  return { spent: measures.cost, unpricedRequests: measures.unpricedRequests };
}
