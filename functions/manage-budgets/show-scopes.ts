import type { BudgetResponse } from '@token-ledger/contract';
import { ABSENT, BUDGET_DIMENSIONS, type Budget, type ShownId, type ShownIds } from '@token-ledger/core';

/** The name and the scope of a budget as a caller may see them. */
type ShowScope = (budget: Budget) => Pick<BudgetResponse, 'name' | 'scope'>;

/** Reads the names of the users and access keys that budgets are for. */
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
    // The name of a user's budget may name the user. An access key whose name is not shown may belong to a user.
    const personal = scope.dimension === 'user' || scope.dimension === 'access_key';
    const hidden = ids.pseudonymous && personal && scope.id !== ABSENT && shown.name === undefined;
    return { name: hidden ? shown.id : name, scope: { dimension: scope.dimension, ...shown } };
  };
}
