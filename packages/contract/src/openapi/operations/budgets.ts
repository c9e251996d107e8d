import { budgetRequestSchema } from '../../budget.ts';
import { budgetsResponse, oneBudgetResponse } from '../../budget-response.ts';
import { madeId } from '../examples.ts';
import type { Operation } from '../operation.ts';

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

export const BUDGETS_OPERATIONS = {
  listBudgets: {
    tag: 'Budgets',
    summary: 'Budgets',
    answer: {
      status: 200,
      description: 'All budgets with their spending.',
      schema: budgetsResponse,
      example: { asOf: '2026-11-21T12:30:00.000Z', budgets: [BUDGET] },
    },
    problems: [],
  },
  createBudget: {
    tag: 'Budgets',
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
    tag: 'Budgets',
    summary: 'One budget',
    path,
    answer: { status: 200, description: 'The budget.', schema: oneBudgetResponse, example: ONE },
    problems: ['budget_not_found'],
  },
  changeBudget: {
    tag: 'Budgets',
    summary: 'Change a budget',
    path,
    body,
    answer: { status: 200, description: 'The budget.', schema: oneBudgetResponse, example: ONE },
    problems: ['budget_not_found', 'budget_changed'],
  },
  deleteBudget: {
    tag: 'Budgets',
    summary: 'Delete a budget',
    path,
    answer: { status: 204, description: 'The budget is deleted.' },
    problems: ['budget_not_found'],
  },
} as const satisfies Record<string, Operation>;
