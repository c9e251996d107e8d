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
  url: text('The URL that alerts are posted to.'),
  secret: z.exactOptional(
    text('The secret that signs deliveries; only in the answer to the request that created it.'),
  ),
});
export type BudgetWebhookResponse = Immutable<typeof budgetWebhookResponse>;

/** A threshold that fired in the current period. */
export const budgetAlertResponse = z.object({
  id: text('The same in every delivery of the alert.'),
  threshold: quantity('Percent of the amount.'),
  amount: decimalText('The budget’s amount at that time.'),
  firedAt: instantText('When the threshold was found reached.'),
  deliveredTo: z.array(z.enum(ALERT_CHANNELS)),
});
export type BudgetAlertResponse = Immutable<typeof budgetAlertResponse>;

/** A budget in answers. All amounts are decimal text in `unit`. */
export const budgetResponse = z.object({
  id: text('The id of the budget.'),
  name: text(
    'For people. To callers who see pseudonyms, the name of a budget of one user is its scope’s id.',
  ),
  scope: z.object({
    dimension: z.enum(BUDGET_DIMENSIONS),
    id: z.exactOptional(text('The id of the access key, user, model or feature; absent for `all`.')),
    name: optionalName(),
  }),
  period: z.enum(BUDGET_PERIODS),
  unit: z.enum(BUDGET_UNITS),
  amount: decimalText('For each period, in `unit`.'),
  thresholds: z.array(z.int()).check(z.describe('Percentages of the amount.')),
  webhook: z.exactOptional(budgetWebhookResponse),
  createdAt: instantText('When the budget was created.'),
  updatedAt: instantText('When the budget was last changed.'),
  current: z
    .object({
      ...rangeShape,
      spent: decimalText('The spending so far.'),
      left: decimalText('The amount left; negative if more was spent.'),
      usedPercent: z.number().check(z.describe('Percent of the amount, rounded down to a tenth.')),
      unpricedRequests: z.exactOptional(
        sum('Only in dollars: requests without a known price, whose cost is missing in `spent`.'),
      ),
      exact: flag('False only while a mass backfill is being rolled up: until then, `spent` may lag.'),
      alerts: z.array(budgetAlertResponse),
    })
    .check(z.describe('The current period.')),
});
export type BudgetResponse = Immutable<typeof budgetResponse>;

const asOf = instantText('Everything recorded by then is counted.');

/** The body of the answers about one budget. */
export const oneBudgetResponse = z.object({ asOf, ...budgetResponse.shape });
export type OneBudgetResponse = Immutable<typeof oneBudgetResponse>;

/** The body of `GET /v1/budgets`. */
export const budgetsResponse = z.object({ asOf, budgets: z.array(budgetResponse) });
export type BudgetsResponse = Immutable<typeof budgetsResponse>;
