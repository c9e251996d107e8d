import type { TokenKind } from '../usage/token-counts.ts';

/** One line of what a call cost: a number of one thing at one price. */
export interface PriceLine {
  /** As in the shares of the cost. */
  readonly model: string;
  readonly kind: TokenKind | 'webSearch';
  readonly quantity: number;
  /** What one costs after overrides and discounts, in atto-dollars, 10^-18 US dollars, which is exact. */
  readonly netAttoDollars: bigint;
  /** The same at list price. */
  readonly listAttoDollars: bigint;
}

/** The sum of all lines, rounded once, is the cost. */
export type OnPriceLine = (line: PriceLine) => void;
