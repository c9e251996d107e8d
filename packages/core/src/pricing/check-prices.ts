import { parseDecimal } from './decimal.ts';
import { MAX_PRICE, type ModelPrices, PRICE_DECIMALS, PRICED_KINDS, type TokenPrices } from './price-book.ts';
import { type AddProblem, problemsBelow } from './price-problem.ts';
import { type Rates, toFastRates, toRates } from './rates.ts';

/** Checks the prices of a model: each of them, their order, and that those of speed `fast` can be derived exactly. */
export function checkModelPrices(prices: ModelPrices, add: AddProblem): void {
  const { above, fast, force = false } = prices;
  const areGood = checkTokenPrices(prices, force, add);
  if (above) {
    const at = problemsBelow('/above', add);
    checkTokenPrices(above, force, at);
    if (!Number.isSafeInteger(above.promptTokens) || above.promptTokens < 1) {
      at('/promptTokens', 'out_of_range', 'must be a whole number of at least 1');
    }
  }
  if (!fast) return;
  const at = problemsBelow('/fast', add);
  if (!checkTokenPrices(fast, force, at) || !areGood) return;
  const derived = toFastRates(toRates(fast), toRates(prices));
  for (const kind of PRICED_KINDS) {
    if (prices[kind] !== undefined && derived[kind] === undefined) {
      at('/input', 'out_of_range', `must lead to a price of ${kind} with at most ${PRICE_DECIMALS} decimals`);
    }
  }
}

/** Checks one price; true if it is one. */
export function checkPrice(price: unknown, path: string, add: AddProblem): boolean {
  if (price === undefined) return refuse('required', 'must be there');
  try {
    const units = parseDecimal(price, PRICE_DECIMALS);
    if (units >= 0n && units <= BigInt(MAX_PRICE) * 10n ** BigInt(PRICE_DECIMALS)) return true;
    return refuse('out_of_range', `must be from 0 to ${MAX_PRICE}`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse(typeof price === 'string' ? 'invalid_format' : 'wrong_type', error.message);
  }

  function refuse(code: Parameters<AddProblem>[1], message: string): false {
    add(path, code, message);
    return false;
  }
}

function checkTokenPrices(prices: TokenPrices, force: boolean, add: AddProblem): boolean {
  const kinds = PRICED_KINDS.filter(
    (kind) => prices[kind] !== undefined || kind === 'input' || kind === 'output',
  );
  // No short cut: every problem is reported.
  const areGood = kinds.map((kind) => checkPrice(prices[kind], `/${kind}`, add)).every(Boolean);
  if (areGood && !force) checkOrder(toRates(prices), add);
  return areGood;
}

function checkOrder(rates: Rates, add: AddProblem): void {
  const { input, output, cacheCreation5m, cacheCreation1h, cacheRead } = rates;
  // A comparison with a price that is not there does not apply.
  const expect = (low: bigint | undefined, high: bigint | undefined, isStrict: boolean, message: string) => {
    if (low === undefined || high === undefined || low < high || (low === high && !isStrict)) return;
    add('', 'unusual_order', `${message}; set force if these are the prices`);
  };
  expect(input, output, false, 'output must not be below input');
  expect(cacheRead, input, false, 'cacheRead must not be above input');
  expect(input, cacheCreation5m, true, 'cacheCreation5m must be above input');
  expect(input, cacheCreation1h, true, 'cacheCreation1h must be above input');
  expect(cacheCreation5m, cacheCreation1h, false, 'cacheCreation1h must not be below cacheCreation5m');
}
