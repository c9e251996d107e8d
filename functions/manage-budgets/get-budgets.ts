import type { Budget, BudgetStore, Principal } from '@token-ledger/core';
import type { HttpAnswer } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import type { ManageBudgetsDeps } from './handler.ts';
import { presentBudgets } from './present-budget.ts';

/** Longer than any id that was ever given out, and within what a key may have. */
const MAX_ID_LENGTH = 128;

/** `GET /v1/budgets`. */
export async function listBudgets(deps: ManageBudgetsDeps, principal: Principal): Promise<HttpAnswer> {
  const budgets = await deps.store.listBudgets();
  return { statusCode: 200, body: await presentBudgets(deps, principal, budgets) };
}

/** `GET /v1/budgets/{id}`. */
export async function getBudget(
  deps: ManageBudgetsDeps,
  principal: Principal,
  id: string,
): Promise<HttpAnswer> {
  const budget = await existingBudget(deps.store, id);
  const { asOf, budgets } = await presentBudgets(deps, principal, [budget]);
  return { statusCode: 200, body: { asOf, ...budgets[0] } };
}

export async function existingBudget(store: Pick<BudgetStore, 'getBudget'>, id: string): Promise<Budget> {
  const budget = isBudgetId(id) ? await store.getBudget(id) : undefined;
  if (!budget) throw budgetNotFound();
  return budget;
}

/** Whether it may be the id of a budget: keys of the store have a length. */
export function isBudgetId(id: string): boolean {
  return id !== '' && id.length <= MAX_ID_LENGTH;
}

export function budgetNotFound(): ProblemError {
  return new ProblemError('budget_not_found', { detail: 'There is no budget of this id.' });
}
