import type { AlertChannelName, BudgetPeriodName, BudgetScope, BudgetUnit } from '@token-ledger/core';
import type { JsonInteger } from './statistics-response.ts';

/** A budget as the API tells it. All amounts are decimal text in `unit`. */
export interface BudgetResponse {
  readonly id: string;
  /** Where users are shown by pseudonyms, a budget of somebody's has its scope's id for a name. */
  readonly name: string;
  /** With the name of the access key or user, where one is registered. */
  readonly scope: BudgetScope & { readonly name?: string };
  readonly period: BudgetPeriodName;
  readonly unit: BudgetUnit;
  readonly amount: string;
  /** Percentages of the amount. */
  readonly thresholds: readonly number[];
  readonly webhook?: BudgetWebhookResponse;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The period under way. */
  readonly current: {
    readonly from: string;
    readonly to: string;
    readonly spent: string;
    /** Negative when more was spent than the amount. */
    readonly left: string;
    /** Rounded down to a tenth. */
    readonly usedPercent: number;
    /** Only in dollars: requests without a known price, whose cost is missing in `spent`. */
    readonly unpricedRequests?: JsonInteger;
    /** False only while a mass backfill is being rolled up: `spent` may lag behind. */
    readonly exact: boolean;
    readonly alerts: readonly BudgetAlertResponse[];
  };
}

export interface BudgetWebhookResponse {
  readonly url: string;
  /** Only in the answer to the request that made it. */
  readonly secret?: string;
}

/** A threshold that fired in the period under way. */
export interface BudgetAlertResponse {
  readonly id: string;
  readonly threshold: number;
  /** The amount it was a share of. */
  readonly amount: string;
  readonly firedAt: string;
  readonly deliveredTo: readonly AlertChannelName[];
}

/** The body of `GET /v1/budgets`. */
export interface BudgetsResponse {
  /** Everything recorded by then is counted. */
  readonly asOf: string;
  readonly budgets: readonly BudgetResponse[];
}
