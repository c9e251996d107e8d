import { type Measures, sumOfTokens } from '../ledger/measures.ts';
import type { BudgetUnit } from './budget.ts';

/** Sums, with the cost of the records among them as far as it is known. */
type PricedMeasures = Measures & Partial<Readonly<Record<'cost' | 'unpricedRequests', bigint>>>;

export interface Spending {
  /** Nano-dollars or tokens. */
  readonly spent: bigint;
  /** Requests of which nobody knows the cost; always 0 in tokens. */
  readonly unpricedRequests: bigint;
}

/** What sums amount to in the unit of a budget: the one place that knows which measures that takes. */
export function spentAmount(measures: PricedMeasures, unit: BudgetUnit): Spending {
  if (unit === 'tokens') return { spent: sumOfTokens(measures), unpricedRequests: 0n };
  const { cost = 0n, unpricedRequests = measures.requests } = measures;
  return { spent: cost, unpricedRequests };
}
