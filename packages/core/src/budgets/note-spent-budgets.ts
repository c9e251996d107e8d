import { compareIds } from '../util/compare-ids.ts';
import type { SpentBudget, SpentBudgetStore } from './budget-store.ts';

/** Stores which budgets are spent if that has changed. The last of overlapping runs wins; the next run puts it right. */
export async function noteSpentBudgets(
  store: SpentBudgetStore,
  spent: readonly SpentBudget[],
): Promise<void> {
  const found = inOrder(spent);
  const stored = inOrder(await store.getSpentBudgets());
  if (JSON.stringify(found) !== JSON.stringify(stored)) await store.putSpentBudgets(found);
}

function inOrder(spent: readonly SpentBudget[]): readonly SpentBudget[] {
  return spent
    .map(({ dimension, id, periodEndMs }) => ({ dimension, id, periodEndMs }))
    .toSorted(
      (a, b) =>
        compareIds(a.dimension, b.dimension) || compareIds(a.id, b.id) || a.periodEndMs - b.periodEndMs,
    );
}
