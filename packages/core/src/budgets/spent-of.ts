import type { Statistics } from '../ledger/statistics.ts';
import type { BudgetScope, BudgetUnit } from './budget.ts';
import { type Spending, spentAmount } from './spent-amount.ts';

/**
 * The spending of a scope by the statistics of its dimension value. Models and features have no statistics of their
 * own: they are cells of the statistics of everything.
 */
export function spentOf(parts: readonly Statistics[], scope: BudgetScope, unit: BudgetUnit): Spending {
  let total: Spending = { spent: 0n, unpricedRequests: 0n };
  for (const { cells } of parts) {
    for (const cell of cells) {
      const { dimension } = scope;
      if ((dimension === 'model' || dimension === 'feature') && cell[dimension] !== scope.id) continue;
      const { spent, unpricedRequests } = spentAmount(cell.measures, unit);
      total = {
        spent: total.spent + spent,
        unpricedRequests: total.unpricedRequests + unpricedRequests,
      };
    }
  }
  return total;
}
