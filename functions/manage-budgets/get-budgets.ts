import type { Budget, BudgetStore } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { type PresentBudgetsDeps, presentBudgets } from './present-budget.ts';

interface GetBudgetsDeps extends PresentBudgetsDeps {
  readonly store: PresentBudgetsDeps['store'] & Pick<BudgetStore, 'listBudgets' | 'getBudget'>;
}

/** `GET /v1/budgets`. */
export async function listBudgets(deps: GetBudgetsDeps, { principal }: HttpRequest): Promise<HttpAnswer> {
  const budgets = await deps.store.listBudgets();
  return { statusCode: 200, body: await presentBudgets(deps, principal, budgets) };
}

/** `GET /v1/budgets/{id}`. */
export async function getBudget(deps: GetBudgetsDeps, request: HttpRequest): Promise<HttpAnswer> {
  const budget = await existingBudget(deps.store, request);
  const { asOf, budgets } = await presentBudgets(deps, request.principal, [budget]);
  return { statusCode: 200, body: { asOf, ...budgets[0] } };
}

/** The budget that the path of a request names. */
export async function existingBudget(
  store: Pick<BudgetStore, 'getBudget'>,
  request: HttpRequest,
): Promise<Budget> {
  const id = pathId(request);
  const budget = id === undefined ? undefined : await store.getBudget(id);
  if (!budget) throw budgetNotFound();
  return budget;
}

export function budgetNotFound(): ProblemError {
  return new ProblemError('budget_not_found', { detail: 'There is no budget of this id.' });
}
