import { createPricer, NO_TOKENS, type Pricer, SHIPPED_PRICE_BOOK } from '@token-ledger/core';

/** A call as Claude Code reports it: cache writes without their time-to-live, but with what the call cost. */
export interface UnsplitCall {
  readonly model: string;
  readonly occurredAtMs: number;
  readonly speed?: string | undefined;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheCreation: number;
  readonly costUsd: number;
}

/** Cache writes by time-to-live. */
export interface CacheSplit {
  readonly cacheCreation5m: number;
  readonly cacheCreation1h: number;
}

export type SolveCacheSplit = (call: UnsplitCall) => CacheSplit | undefined;

/**
 * How far a cost may be from a whole number of nano-dollars. Every list price is whole nano-dollars a token, and a sum of a few
 * products of floating-point numbers below a thousand dollars is off by less than a millionth of one.
 */
const TOLERANCE_NANO_DOLLARS = 0.001;

/**
 * Recovers the times-to-live of cache writes from the cost: the cost of a call grows evenly with the share of its writes that
 * live for an hour, so there is at most one share that explains it. Claude Code computes with Anthropic's list prices. Where no
 * whole number of tokens explains the cost, nothing is recovered, and the writes stay unattributed.
 */
export function createSplitSolver(pricer: Pricer = createPricer(SHIPPED_PRICE_BOOK)): SolveCacheSplit {
  return (call) => {
    const { cacheCreation } = call;
    if (!isPlausible(call)) return undefined;
    const exactNanoDollars = call.costUsd * 1e9;
    const costNanoDollars = Math.round(exactNanoDollars);
    if (Math.abs(exactNanoDollars - costNanoDollars) > TOLERANCE_NANO_DOLLARS) return undefined;

    const lowest = listPrice(call, { cacheCreation5m: cacheCreation, cacheCreation1h: 0 });
    const highest = listPrice(call, { cacheCreation5m: 0, cacheCreation1h: cacheCreation });
    if (lowest === undefined || highest === undefined || highest <= lowest) return undefined;
    const above = BigInt(costNanoDollars) - lowest;
    const scaled = above * BigInt(cacheCreation);
    const span = highest - lowest;
    if (above < 0n || above > span || scaled % span !== 0n) return undefined;
    const cacheCreation1h = Number(scaled / span);
    return { cacheCreation5m: cacheCreation - cacheCreation1h, cacheCreation1h };
  };

  function listPrice(call: UnsplitCall, split: CacheSplit): bigint | undefined {
    const { model, occurredAtMs, speed, input, output, cacheRead } = call;
    const { unpriced, listNanoDollars } = pricer.priceRecord({
      requestId: 'split',
      accessKeyId: 'split',
      status: 'ok',
      receivedAtMs: occurredAtMs,
      occurredAtMs,
      model,
      tokens: { ...NO_TOKENS, input, output, cacheRead, ...split },
      ...(speed !== undefined && { speed }),
    });
    return unpriced ? undefined : listNanoDollars;
  }
}

/** What no call exceeds, so that no number here loses digits. */
const MAX_TOKENS = 2 ** 31;
const MAX_COST_USD = 1_000;

function isPlausible({ input, output, cacheRead, cacheCreation, costUsd }: UnsplitCall): boolean {
  const counts = [input, output, cacheRead, cacheCreation];
  return (
    cacheCreation > 0 &&
    counts.every((count) => Number.isInteger(count) && count >= 0 && count <= MAX_TOKENS) &&
    costUsd > 0 &&
    costUsd <= MAX_COST_USD
  );
}
