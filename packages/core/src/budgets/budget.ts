import { DIMENSIONS } from '../ledger/ledger-store.ts';

/** What a budget is measured in: dollars net of discounts, or total tokens. */
export const BUDGET_UNITS = ['USD', 'tokens'] as const;
export type BudgetUnit = (typeof BUDGET_UNITS)[number];

/** How long a budget lasts before it begins anew, in the reporting time zone. */
export const BUDGET_PERIODS = ['daily', 'weekly', 'monthly'] as const;
export type BudgetPeriodName = (typeof BUDGET_PERIODS)[number];

export const BUDGET_DIMENSIONS = [...DIMENSIONS, 'model', 'feature'] as const;
export type BudgetDimension = (typeof BUDGET_DIMENSIONS)[number];

/** Whose spending counts. `-` as the id of a user or feature stands for records that name none. */
export type BudgetScope =
  | { readonly dimension: 'all' }
  | { readonly dimension: Exclude<BudgetDimension, 'all'>; readonly id: string };

export interface BudgetThreshold {
  /** Of the amount; 1 to 1000. */
  readonly percent: number;
  /** The revision of the budget that armed it. It fires once in a period for each revision that arms it. */
  readonly armedBy: number;
}

/** What spending is compared with. */
export interface BudgetTerms {
  /** Nano-dollars or tokens; above 0. */
  readonly amount: bigint;
  /** In the order of their percentages, which are distinct. */
  readonly thresholds: readonly BudgetThreshold[];
}

export interface BudgetWebhook {
  readonly url: string;
  /** `whsec_` and the base64 of the key that deliveries are signed with. Never answered again, never logged. */
  readonly secret: string;
}

export interface Budget {
  readonly id: string;
  readonly name: string;
  readonly scope: BudgetScope;
  readonly unit: BudgetUnit;
  readonly period: BudgetPeriodName;
  /** Hold for every period that ends after `updatedAtMs`. */
  readonly terms: BudgetTerms;
  /** Held for the period before the one in which the budget was last changed; absent if that is not to be evaluated. */
  readonly earlierTerms?: BudgetTerms;
  readonly webhook?: BudgetWebhook;
  /** Counts the changes, from 1. */
  readonly revision: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Whether spending is at or above a share of an amount. Exact: no quotient is rounded. */
export function hasReached(spent: bigint, amount: bigint, percent: number): boolean {
  return spent * 100n >= amount * BigInt(percent);
}
