import type { TokenCounts } from '../usage/token-counts.ts';

/** Why something of a record has no price. */
export const UNPRICED_REASONS = [
  /** No rule leads from its model to one that has prices. */
  'unknown_model',
  /** Its model had no price when the call occurred. */
  'no_price_at_time',
  /** Its model has no price for one of the kinds of tokens it used. */
  'missing_price_part',
  /** Served in Priority Tier, or in one that is not known. */
  'no_price_for_service_tier',
  /** Served fast by a model without such prices, or at a speed that is not known. */
  'no_price_for_speed',
  /** Served in a geography that is not known. */
  'no_price_for_geography',
  /** Has tokens of a kind of iteration that is not known. */
  'unknown_iteration_type',
  /** Web searches had no price when the call occurred. */
  'no_price_for_web_search',
] as const;
export type UnpricedReason = (typeof UNPRICED_REASONS)[number];

/** What of a call one model did. */
export interface ModelShare {
  /** As the record spells it, where it names the same model. */
  readonly model: string;
  /** Billed tokens, those of iterations included. */
  readonly tokens: TokenCounts;
  readonly netNanoDollars: bigint;
  readonly listNanoDollars: bigint;
}

/** What one call cost. All that has a price is in the sums, also when something else of the record has none. */
export interface RecordCost {
  /** What the company pays, after its overrides and discounts. Rounded once, half up. */
  readonly netNanoDollars: bigint;
  /** The same at list price. Rounded once, half up. */
  readonly listNanoDollars: bigint;
  /** Whether something is in neither sum because it has no price; then there are reasons. */
  readonly unpriced: boolean;
  /** Each at most once, in the order they were met. */
  readonly reasons: readonly UnpricedReason[];
  /** Whether something was priced by an assumption, so that the bill may differ a little. */
  readonly uncertain: boolean;
  /** The billed tokens and the sums by the model that did the work, each model once; adds up to the sums. */
  readonly shares: readonly ModelShare[];
}
