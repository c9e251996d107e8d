import type { BudgetStore } from '@token-ledger/core';
import { BUDGET_ATTRIBUTES } from './attribute-names.ts';
import { decodeBudget, encodeBudget } from './budget-codec.ts';
import { BUDGET_PARTITION, budgetKey } from './key-schema.ts';
import { listAll } from './query-all.ts';
import { IS_PRESENT, isStill, type LedgerTable, tableItems } from './table-items.ts';

/** All budgets are in one partition: there are few, and most reads need all of them. */
export function createDynamoBudgetStore(table: LedgerTable): BudgetStore {
  const items = tableItems(table.client, table.ledgerTable);
  return {
    // Ids are random, so an existing item is the one written by an earlier attempt whose answer got lost.
    createBudget: (budget) => items.put({ ...budgetKey(budget.id), ...encodeBudget(budget) }),

    async getBudget(id) {
      const item = await items.get(budgetKey(id));
      return item && decodeBudget(item);
    },

    listBudgets: () => listAll(table, BUDGET_PARTITION, decodeBudget),

    /** False also when our own write succeeded, its answer got lost and the SDK retried. */
    replaceBudget: (budget) =>
      items.putIf(isStill({ [BUDGET_ATTRIBUTES.revision]: budget.revision - 1 }), {
        ...budgetKey(budget.id),
        ...encodeBudget(budget),
      }),

    deleteBudget: (id) => items.removeIf(IS_PRESENT, budgetKey(id)),
  };
}
