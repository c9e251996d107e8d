import { addTokens, NO_TOKENS, type TokenCounts } from '../usage/token-counts.ts';
import { roundToNanoDollars } from './money.ts';
import { WHOLE_BASIS_POINTS } from './price-book.ts';
import type { OnPriceLine } from './price-line.ts';
import type { ModelShare, RecordCost, UnpricedReason } from './record-cost.ts';

/** `hundredths` of an amount: 100 is the whole of it, 55 that of a batch in the United States. */
export interface Amount {
  picoDollars: bigint;
  hundredths: number;
}

export function attoDollars({ picoDollars, hundredths }: Readonly<Amount>, paidBasisPoints: number): bigint {
  return picoDollars * BigInt(hundredths * paidBasisPoints);
}

/**
 * Sums what a record costs in atto-dollars, 10^-18 US dollars, in which everything is a whole number: a pico-dollar is
 * 1,000,000 of them, that is, 100 hundredths of 10,000 basis points.
 */
export class CostSum {
  #list = 0n;
  #net = 0n;
  readonly #reasons = new Set<UnpricedReason>();
  readonly #shares: ModelShare[] = [];
  #sharedList = 0n;
  #sharedNet = 0n;
  /** Whether something was priced by an assumption. */
  uncertain = false;
  /** Who wants the lines that add up to the sums. */
  readonly onLine: OnPriceLine | undefined;

  constructor(onLine?: OnPriceLine) {
    this.onLine = onLine;
  }

  /** Of the net amount, `paidBasisPoints` are paid. */
  add(list: Amount, net: Amount, paidBasisPoints: number): void {
    this.#list += attoDollars(list, WHOLE_BASIS_POINTS);
    this.#net += attoDollars(net, paidBasisPoints);
  }

  /** Something has no price, and is left out. */
  leaveOut(reason: UnpricedReason): void {
    this.#reasons.add(reason);
  }

  /**
   * Assigns to a model the tokens, and what was added since the last call. Each share is the growth of the rounded sum, so
   * shares add up to the record's cost to the nano-dollar.
   */
  share(model: string, tokens: TokenCounts = NO_TOKENS): void {
    const [list, net] = [roundToNanoDollars(this.#list), roundToNanoDollars(this.#net)];
    const listNanoDollars = list - this.#sharedList;
    const netNanoDollars = net - this.#sharedNet;
    this.#sharedList = list;
    this.#sharedNet = net;
    const index = this.#shares.findIndex((share) => share.model === model);
    const former = this.#shares[index];
    if (!former) this.#shares.push({ model, tokens, netNanoDollars, listNanoDollars });
    else {
      this.#shares[index] = {
        model,
        tokens: addTokens(former.tokens, tokens),
        netNanoDollars: former.netNanoDollars + netNanoDollars,
        listNanoDollars: former.listNanoDollars + listNanoDollars,
      };
    }
  }

  result(): RecordCost {
    return {
      netNanoDollars: this.#sharedNet,
      listNanoDollars: this.#sharedList,
      unpriced: this.#reasons.size > 0,
      reasons: [...this.#reasons],
      uncertain: this.uncertain,
      shares: this.#shares,
    };
  }
}
