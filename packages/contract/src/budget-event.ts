import {
  alertId,
  BUDGET_DIMENSIONS,
  BUDGET_PERIODS,
  BUDGET_UNITS,
  type BudgetAlert,
  formatBudgetAmount,
  iso,
} from '@token-ledger/core';
import * as z from 'zod/mini';

/** The source of every event of the product. */
export const EVENT_SOURCE = 'token-ledger';
/** The type of a webhook's payload. */
export const BUDGET_WEBHOOK_EVENT = 'budget.threshold_reached';

const decimal = () => z.string().check(z.regex(/^-?\d+(\.\d+)?$/));

/**
 * The detail of the event, and the `data` of a webhook. `version` changes when a consumer could break; fields may be added
 * without.
 */
export const budgetEventDetailSchema = z.object({
  version: z.literal(1),
  /** The same in every delivery of this alert, so that receivers can detect repetitions. */
  alertId: z.string(),
  budget: z.object({
    id: z.string(),
    name: z.string(),
    scope: z.object({ dimension: z.enum(BUDGET_DIMENSIONS), id: z.optional(z.string()) }),
    period: z.enum(BUDGET_PERIODS),
  }),
  /** [from, to) */
  period: z.object({ id: z.string(), from: z.iso.datetime(), to: z.iso.datetime() }),
  /** Percent of the amount. */
  threshold: z.int(),
  unit: z.enum(BUDGET_UNITS),
  amount: decimal(),
  /** The spending when the threshold was found reached; it may grow afterwards. */
  spent: decimal(),
  /** Only in dollars: requests without a known price, whose cost is missing in `spent`. */
  unpricedRequests: z.optional(decimal()),
  firedAt: z.iso.datetime(),
});
export type BudgetEventDetail = z.infer<typeof budgetEventDetailSchema>;

export function budgetEventDetail(alert: BudgetAlert): BudgetEventDetail {
  const { budgetId, budgetName, scope, period, periodId, unit } = alert;
  return {
    version: 1,
    alertId: alertId(alert),
    budget: { id: budgetId, name: budgetName, scope, period },
    period: { id: periodId, from: iso(alert.periodStartMs), to: iso(alert.periodEndMs) },
    threshold: alert.percent,
    unit,
    amount: formatBudgetAmount(unit, alert.amount),
    spent: formatBudgetAmount(unit, alert.spent),
    ...(unit === 'USD' && { unpricedRequests: String(alert.unpricedRequests) }),
    firedAt: iso(alert.firedAtMs),
  };
}
