import { DIMENSIONS } from '../ledger/ledger-store.ts';

/** The unit of a budget: dollars net of discounts, or total tokens. */
export const BUDGET_UNITS = ['USD', 'tokens'] as const;
export type BudgetUnit = (typeof BUDGET_UNITS)[number];

/** How long a budget lasts before it starts again, in the reporting time zone. */
export const BUDGET_PERIODS = ['daily', 'weekly', 'monthly'] as const;
export type BudgetPeriodName = (typeof BUDGET_PERIODS)[number];

export const BUDGET_DIMENSIONS = [...DIMENSIONS, 'model', 'feature'] as const;
export type BudgetDimension = (typeof BUDGET_DIMENSIONS)[number];

/** Whose spending counts. `-` as the id of a user or feature selects records without one. */
export type BudgetScope =
  | { readonly dimension: 'all' }
  | { readonly dimension: Exclude<BudgetDimension, 'all'>; readonly id: string };

export interface BudgetThreshold {
  /** Percent of the amount, from 1 to 1000. */
  readonly percent: number;
  /** The revision of the budget that armed it. It fires once per period for each revision that arms it. */
  readonly armedBy: number;
}

/** What spending is compared with. */
export interface BudgetTerms {
  /** Nano-dollars or tokens; above 0. */
  readonly amount: bigint;
  /** In ascending order of their percentages, which are distinct. */
  readonly thresholds: readonly BudgetThreshold[];
}

export interface BudgetWebhook {
  readonly url: string;
  /** `whsec_` and the base64 of the key that signs deliveries. Never returned again, never logged. */
  readonly secret: string;
}

export interface Budget {
  readonly id: string;
  readonly name: string;
  readonly scope: BudgetScope;
  readonly unit: BudgetUnit;
  readonly period: BudgetPeriodName;
  /** Apply to every period that ends after `updatedAtMs`. */
  readonly terms: BudgetTerms;
  /** Apply to the period before the one in which the budget was last changed; absent if that period is not evaluated. */
  readonly earlierTerms?: BudgetTerms;
  readonly webhook?: BudgetWebhook;
  /** Counts the changes, from 1. */
  readonly revision: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Whether spending has reached a percentage of an amount. Exact: no quotient is rounded. */
export function hasReached(spent: bigint, amount: bigint, percent: number): boolean {
  return spent * 100n >= amount * BigInt(percent);
}
