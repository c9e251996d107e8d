import type { BudgetResponse } from '@token-ledger/contract';
import { ABSENT, BUDGET_DIMENSIONS, type Budget, type ShownId, type ShownIds } from '@token-ledger/core';

/** What a budget is called and for whom it is, as a caller may be told. */
type ShowScope = (budget: Budget) => Pick<BudgetResponse, 'name' | 'scope'>;

/** Reads the names of whom some budgets are for. */
export async function showScopes(ids: ShownIds, budgets: readonly Budget[]): Promise<ShowScope> {
  const shows = new Map<string, (id: string) => ShownId>();
  for (const dimension of BUDGET_DIMENSIONS) {
    const wanted = budgets.flatMap(({ scope }) =>
      scope.dimension === dimension && scope.dimension !== 'all' ? scope.id : [],
    );
    if (wanted.length > 0) shows.set(dimension, await ids.display(dimension, wanted));
  }
  return ({ name, scope }) => {
    const shown = scope.dimension === 'all' ? undefined : shows.get(scope.dimension)?.(scope.id);
    if (scope.dimension === 'all' || !shown) return { name, scope };
    // What somebody's budget is called may name them; that of a key without a name to be told may be somebody's.
    const personal = scope.dimension === 'user' || scope.dimension === 'access_key';
    const hidden = ids.pseudonymous && personal && scope.id !== ABSENT && shown.name === undefined;
    return { name: hidden ? shown.id : name, scope: { dimension: scope.dimension, ...shown } };
  };
}
