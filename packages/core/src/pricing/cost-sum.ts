import { roundToNanoDollars } from './money.ts';
import { WHOLE_BASIS_POINTS } from './price-book.ts';
import type { RecordCost, UnpricedReason } from './record-cost.ts';

/** `hundredths` of an amount: 100 is the whole of it, 55 that of a batch in the United States. */
export interface Amount {
  picoDollars: bigint;
  hundredths: number;
}

/**
 * Sums what a record costs in atto-dollars, 10^-18 US dollars, in which everything is a whole number: a pico-dollar is
 * 1,000,000 of them, that is, 100 hundredths of 10,000 basis points.
 */
export class CostSum {
  #list = 0n;
  #net = 0n;
  readonly #reasons = new Set<UnpricedReason>();
  /** Whether something was priced by an assumption. */
  uncertain = false;

  /** Of the net amount, `paidBasisPoints` are paid. */
  add(list: Amount, net: Amount, paidBasisPoints: number): void {
    this.#list += list.picoDollars * BigInt(list.hundredths * WHOLE_BASIS_POINTS);
    this.#net += net.picoDollars * BigInt(net.hundredths * paidBasisPoints);
  }

  /** Something has no price, and is left out. */
  leaveOut(reason: UnpricedReason): void {
    this.#reasons.add(reason);
  }

  result(): RecordCost {
    return {
      netNanoDollars: roundToNanoDollars(this.#net),
      listNanoDollars: roundToNanoDollars(this.#list),
      unpriced: this.#reasons.size > 0,
      reasons: [...this.#reasons],
      uncertain: this.uncertain,
    };
  }
}
