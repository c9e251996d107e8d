import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getBudget, listBudgets } from './get-budgets.ts';
import { deleteBudget, postBudget, putBudget } from './write-budgets.ts';

export const createHandler = handlerOf(SERVICES.manageBudgets, {
  listBudgets,
  getBudget,
  createBudget: postBudget,
  changeBudget: putBudget,
  deleteBudget,
});
