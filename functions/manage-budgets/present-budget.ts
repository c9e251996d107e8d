import type { BudgetResponse, BudgetsResponse } from '@token-ledger/contract';
import {
  ALERT_CHANNELS,
  type AlertStore,
  administrates,
  alertId,
  type Budget,
  type BudgetPeriod,
  budgetPeriod,
  formatBudgetAmount,
  iso,
  mapConcurrently,
  openSpendReader,
  type Principal,
  type ReadDeps,
  type Spend,
  type StoredAlert,
} from '@token-ledger/core';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import { presentWebhook } from '../shared/webhooks.ts';
import { showScopes } from './show-scopes.ts';

const CONCURRENT_READS = 16;

export interface PresentBudgetsDeps extends ShownIdsDeps {
  readonly ledger: ReadDeps;
  readonly store: Pick<AlertStore, 'listAlerts'>;
}

/** Budgets with what was spent of them and what is left in the current period. */
export async function presentBudgets(
  { ledger, store, shownIdsOf }: PresentBudgetsDeps,
  principal: Principal,
  budgets: readonly Budget[],
): Promise<BudgetsResponse> {
  const show = await showScopes(await shownIdsOf(principal), budgets);
  const spends = await openSpendReader(ledger);
  const current = budgets.map((budget) => ({
    budget,
    period: budgetPeriod(ledger.calendar, budget.period, spends.asOfMs),
  }));
  const periodIds = new Set(current.map(({ period }) => period.id));
  const alerts = Map.groupBy(
    (await Promise.all([...periodIds].map((id) => store.listAlerts(id)))).flat(),
    ({ budgetId, periodId }) => `${periodId} ${budgetId}`,
  );
  return {
    asOf: iso(spends.asOfMs),
    budgets: await mapConcurrently(current, CONCURRENT_READS, async ({ budget, period }) =>
      presentBudget(budget, {
        ...show(budget),
        period,
        spend: await spends.read(budget, period),
        alerts: alerts.get(`${period.id} ${budget.id}`) ?? [],
        administrates: administrates(principal),
      }),
    ),
  };
}

interface Presented extends Pick<BudgetResponse, 'name' | 'scope'> {
  readonly period: BudgetPeriod;
  readonly spend: Spend;
  readonly alerts: readonly StoredAlert[];
  readonly administrates: boolean;
}

function presentBudget(
  budget: Budget,
  { name, scope, period, spend, alerts, administrates }: Presented,
): BudgetResponse {
  const { id, unit, terms, webhook } = budget;
  const decimal = (amount: bigint) => formatBudgetAmount(unit, amount);
  return {
    id,
    name,
    scope,
    period: budget.period,
    unit,
    amount: decimal(terms.amount),
    thresholds: terms.thresholds.map(({ percent }) => percent),
    ...(webhook && { webhook: presentWebhook(webhook, administrates) }),
    createdAt: iso(budget.createdAtMs),
    updatedAt: iso(budget.updatedAtMs),
    current: {
      from: iso(period.startMs),
      to: iso(period.endMs),
      spent: decimal(spend.spent),
      left: decimal(terms.amount - spend.spent),
      usedPercent: Number((spend.spent * 1000n) / terms.amount) / 10,
      ...(unit === 'USD' && { unpricedRequests: Number(spend.unpricedRequests) }),
      exact: spend.exact,
      alerts: alerts
        .toSorted((a, b) => a.firedAtMs - b.firedAtMs || a.percent - b.percent)
        .map((alert) => ({
          id: alertId(alert),
          threshold: alert.percent,
          amount: decimal(alert.amount),
          firedAt: iso(alert.firedAtMs),
          deliveredTo: ALERT_CHANNELS.filter((channel) => alert.deliveredAtMs[channel] !== undefined),
        })),
    },
  };
}
