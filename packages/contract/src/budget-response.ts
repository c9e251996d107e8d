import { ALERT_CHANNELS, BUDGET_DIMENSIONS, BUDGET_PERIODS, BUDGET_UNITS } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  decimalText,
  flag,
  type Immutable,
  instantText,
  optionalName,
  quantity,
  rangeShape,
  sum,
  text,
} from './response-parts.ts';

export const budgetWebhookResponse = z.object({
  url: text('Where alerts are posted.'),
  secret: z.exactOptional(text('What they are signed with; only in the answer to the request that made it.')),
});
export type BudgetWebhookResponse = Immutable<typeof budgetWebhookResponse>;

/** A threshold that fired in the period under way. */
export const budgetAlertResponse = z.object({
  id: text('The same in every delivery of the alert.'),
  threshold: quantity('Per cent of the amount.'),
  amount: decimalText('The amount it was a share of.'),
  firedAt: instantText('When it was found to be reached.'),
  deliveredTo: z.array(z.enum(ALERT_CHANNELS)),
});
export type BudgetAlertResponse = Immutable<typeof budgetAlertResponse>;

/** A budget as the API tells it. All amounts are decimal text in `unit`. */
export const budgetResponse = z.object({
  id: text('Of the budget.'),
  name: text(
    'For people. Where users are shown by pseudonyms, a budget of one user has its scope’s id for a name.',
  ),
  scope: z.object({
    dimension: z.enum(BUDGET_DIMENSIONS),
    id: z.exactOptional(text('Of the dimension; absent for `all`.')),
    name: optionalName(),
  }),
  period: z.enum(BUDGET_PERIODS),
  unit: z.enum(BUDGET_UNITS),
  amount: decimalText('For each period, in `unit`.'),
  thresholds: z.array(z.int()).check(z.describe('Percentages of the amount.')),
  webhook: z.exactOptional(budgetWebhookResponse),
  createdAt: instantText('When it was created.'),
  updatedAt: instantText('When it was last changed.'),
  current: z
    .object({
      ...rangeShape,
      spent: decimalText('So far.'),
      left: decimalText('Negative when more was spent than the amount.'),
      usedPercent: z.number().check(z.describe('Rounded down to a tenth.')),
      unpricedRequests: z.exactOptional(
        sum('Only in dollars: requests without a known price, whose cost is missing in `spent`.'),
      ),
      exact: flag('False only while a mass backfill is being rolled up: `spent` may lag behind.'),
      alerts: z.array(budgetAlertResponse),
    })
    .check(z.describe('The period under way.')),
});
export type BudgetResponse = Immutable<typeof budgetResponse>;

const asOf = instantText('Everything recorded by then is counted.');

/** The body of the answers about one budget. */
export const oneBudgetResponse = z.object({ asOf, ...budgetResponse.shape });
export type OneBudgetResponse = Immutable<typeof oneBudgetResponse>;

/** The body of `GET /v1/budgets`. */
export const budgetsResponse = z.object({ asOf, budgets: z.array(budgetResponse) });
export type BudgetsResponse = Immutable<typeof budgetsResponse>;
