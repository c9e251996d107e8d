import { budgetRequestSchema } from '../../budget.ts';
import { budgetsResponse, oneBudgetResponse } from '../../budget-response.ts';
import { madeId } from '../examples.ts';
import { ok, tagged } from '../operation.ts';

const REQUEST = {
  name: 'Search team',
  scope: { dimension: 'user', id: 'u_42' },
  period: 'monthly',
  unit: 'USD',
  amount: '250',
  thresholds: [50, 80, 100],
  webhook: { url: 'https://hooks.example.com/budgets' },
};

const BUDGET = {
  id: 'kT3xPq0aVb9LwZ1c',
  ...REQUEST,
  createdAt: '2026-11-02T09:00:00.000Z',
  updatedAt: '2026-11-02T09:00:00.000Z',
  current: {
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-12-01T00:00:00.000Z',
    spent: '201.5',
    left: '48.5',
    usedPercent: 80.6,
    unpricedRequests: 3,
    exact: true,
    alerts: [
      {
        id: 'alert_kT3xPq0aVb9LwZ1c_202611_50_1',
        threshold: 50,
        amount: '250',
        firedAt: '2026-11-14T08:11:31.000Z',
        deliveredTo: ['event_bus', 'topic', 'webhook'],
      },
    ],
  },
};

const ONE = { asOf: '2026-11-21T12:30:00.000Z', ...BUDGET };
const MADE = {
  ...ONE,
  webhook: { ...REQUEST.webhook, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
};
const path = { id: madeId('The id of the budget.', 'kT3xPq0aVb9LwZ1c') };
const body = { schema: budgetRequestSchema, examples: { 'by user': REQUEST } };

export const BUDGETS_OPERATIONS = tagged('Budgets', {
  listBudgets: {
    summary: 'Budgets',
    answer: ok('All budgets with their spending.', budgetsResponse, {
      asOf: '2026-11-21T12:30:00.000Z',
      budgets: [BUDGET],
    }),
  },
  createBudget: {
    summary: 'Create a budget',
    body,
    answer: {
      status: 201,
      description: 'The budget, and the secret of its webhook, shown only this time.',
      schema: oneBudgetResponse,
      example: MADE,
      location: 'getBudget',
      leadsTo: ['getBudget', 'changeBudget', 'deleteBudget'],
    },
    problems: ['too_many_budgets'],
  },
  getBudget: {
    summary: 'One budget',
    path,
    answer: ok('The budget.', oneBudgetResponse, ONE),
    problems: ['budget_not_found'],
  },
  changeBudget: {
    summary: 'Change a budget',
    path,
    body,
    answer: ok('The budget.', oneBudgetResponse, ONE),
    problems: ['budget_not_found', 'budget_changed'],
  },
  deleteBudget: {
    summary: 'Delete a budget',
    path,
    answer: { status: 204, description: 'The budget is deleted.' },
    problems: ['budget_not_found'],
  },
});
