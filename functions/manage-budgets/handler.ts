import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { type GetBudgetsDeps, getBudget, listBudgets } from './get-budgets.ts';
import {
  type DeleteBudgetDeps,
  deleteBudget,
  type PostBudgetDeps,
  type PutBudgetDeps,
  postBudget,
  putBudget,
} from './write-budgets.ts';

export type ManageBudgetsDeps = GetBudgetsDeps &
  PostBudgetDeps &
  PutBudgetDeps &
  DeleteBudgetDeps &
  ServeDeps<typeof SERVICES.manageBudgets>;

export function createHandler(deps: ManageBudgetsDeps) {
  return serve(SERVICES.manageBudgets, deps, {
    listBudgets,
    getBudget,
    createBudget: postBudget,
    changeBudget: putBudget,
    deleteBudget,
  });
}
