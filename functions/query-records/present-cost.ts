import type { RecordCostResponse } from '@token-ledger/contract';
import {
  formatDecimal,
  formatNanoDollars,
  type PriceLine,
  type Pricer,
  type UsageRecord,
} from '@token-ledger/core';

type PriceLineResponse = NonNullable<RecordCostResponse['lines']>[number];

/** What a record costs, as the API shows it; on request with the lines that add up to it. */
export function presentCost(pricer: Pricer, record: UsageRecord, withLines: boolean): RecordCostResponse {
  const lines: PriceLineResponse[] = [];
  const cost = pricer.priceRecord(record, withLines ? (line) => lines.push(presentLine(line)) : undefined);
  return {
    usd: formatNanoDollars(cost.netNanoDollars),
    listUsd: formatNanoDollars(cost.listNanoDollars),
    unpriced: cost.reasons,
    uncertain: cost.uncertain,
    ...(withLines && { lines }),
  };
}

/** Lines are in atto-dollars, 10^-18 US dollars; prices are written as price lists write them. */
function presentLine(line: PriceLine): PriceLineResponse {
  const { model, kind, quantity, netAttoDollars, listAttoDollars } = line;
  const per = kind === 'webSearch' ? 1_000 : 1_000_000;
  return {
    model,
    kind,
    quantity,
    per,
    price: formatDecimal(netAttoDollars * BigInt(per), ATTO_DECIMALS),
    listPrice: formatDecimal(listAttoDollars * BigInt(per), ATTO_DECIMALS),
    usd: formatDecimal(netAttoDollars * BigInt(quantity), ATTO_DECIMALS),
  };
}

const ATTO_DECIMALS = 18;
